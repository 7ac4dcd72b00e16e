"""Statements as a JSON list on standard input; the answer of each, of chDB (ClickHouse of today, in process), on the output."""

import json
import sys

from chdb import session

engine = session.Session()
answers = []
for statement in json.load(sys.stdin):
    try:
        answers.append({"text": str(engine.query(statement, "JSONCompact"))})
    except Exception as error:
        answers.append({"error": str(error)})
json.dump(answers, sys.stdout)
