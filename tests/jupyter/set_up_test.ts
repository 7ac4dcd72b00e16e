import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { PlainError } from "../../tools/plain_error.ts";
import { setUp } from "../../tools/set_up.ts";
import { checkDenoVersion } from "../../tools/set_up/deno_version.ts";
import { isOlder } from "../../tools/set_up/python.ts";
import { jupyterScript, root } from "../../tools/workspace.ts";
import { temporaryFolder } from "./notebook_files.ts";

const ignore = Deno.build.os === "windows";

/** A checkout of the set-up alone, without npm packages, beside a folder of programs for PATH. */
async function temporaryCheckout() {
  const folder = await temporaryFolder();
  const files = await Array.fromAsync(filesUnder("tools", /^(plain_error|set_up|workspace)\.ts$|^set_up$|^jupyter$/));
  for (const name of files) {
    await Deno.mkdir(join(folder.path, name, ".."), { recursive: true });
    await Deno.copyFile(join(root, name), folder.file(name));
  }
  await Deno.writeTextFile(folder.file("requirements.txt"), "jupyterlab==4\n");
  await Deno.writeTextFile(folder.file("deno.json"), '{ "nodeModulesDir": "auto", "imports": {} }');
  await Deno.writeTextFile(folder.file("deno.lock"), '{ "version": "5" }');
  await Deno.mkdir(folder.file("programs"));

  const setUpThere = async (settings: { path?: string; python?: string; pip?: string } = {}) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/set_up.ts"],
      cwd: folder.path,
      clearEnv: true,
      env: {
        PATH: settings.path ?? `${folder.file("programs")}:/usr/bin:/bin`,
        HOME: folder.path,
        NO_COLOR: "1",
        ...(settings.python && { AFTER_MEGAUPLOAD_PYTHON: settings.python }),
        ...(settings.pip && { FAKE_PIP: settings.pip }),
      },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, said: text(stderr), done: text(stdout) };
  };
  const program = (name: string, script: string) =>
    Deno.writeTextFile(join(folder.path, "programs", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...folder, setUpThere, program };
}

async function* filesUnder(folder: string, wanted = /./): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(join(root, folder))) {
    if (!wanted.test(name) || name === "__pycache__") continue;
    if (isDirectory) yield* filesUnder(join(folder, name));
    else yield join(folder, name);
  }
}

const describesItself = (version: string, canMakeVirtualEnvironments: boolean) =>
  `echo '${
    JSON.stringify({ executable: "x", baseExecutable: "x", version, canMakeVirtualEnvironments, modules: {} })
  }'`;

/** Acts a Python 3.12 whose venv and pip install nothing and note in the file "calls" that they ran. */
const actingPython = `
case "$1 $2" in
  *describe_python.py*) sed "s|SELF|$0|g" <<END
{"executable":"SELF","baseExecutable":"SELF","version":"3.12.1","canMakeVirtualEnvironments":true,"modules":{}}
END
  ;;
  *"run_module.py venv") echo venv >> calls; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  *"run_module.py pip") echo pip >> calls
    case "$FAKE_PIP" in
      slow) sleep 2 ;;
      endless) echo started > pip-started; cat > /dev/null; exit 1 ;;
      full) echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2; exit 1 ;;
      offline) echo "ERROR: Could not find a version that satisfies the requirement jupyterlab==4 (from versions: none)" >&2; exit 1 ;;
    esac ;;
  "-I -S") echo 3.12 ;;
esac`;

Deno.test("Deno versions from 2.9.4 on, below 3, are accepted", () => {
  for (const version of ["2.9.4", "2.9.6", "2.10.0", "2.9.4+abc"]) checkDenoVersion(version);
  for (const version of ["1.46.3", "2.8.9", "2.9.3", "3.0.0"]) {
    const error: PlainError = assertThrows(() => checkDenoVersion(version), PlainError);
    assertEquals(
      error.message,
      `This workspace needs Deno 2.9.4 or later, below 3; this is Deno ${version}.`,
    );
  }
});

Deno.test("versions are compared by number", () => {
  assert(isOlder("3.8.10", "3.11"));
  assert(isOlder("0.7.4", "0.8"));
  assert(!isOlder("3.11.0rc1", "3.11"));
  assert(!isOlder("4", "3.11"));
});

Deno.test({
  name: "set-up without any Python says what to install",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    const { code, said } = await checkout.setUpThere({ path: checkout.file("programs") });
    assertEquals(code, 1);
    assertEquals(
      said,
      "JupyterLab needs Python 3.11 or later: there is no python3, python or py on PATH. " +
        "Install one, or set AFTER_MEGAUPLOAD_PYTHON to an interpreter that has JupyterLab and nbclient.\n",
    );
  },
});

Deno.test({
  name: "set-up with too old a Python, or one without venv, says which it found",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", describesItself("3.8.10", true));
    await checkout.program("python", describesItself("3.12.1", false));
    const { code, said } = await checkout.setUpThere({ path: checkout.file("programs") });
    assertEquals(code, 1);
    assertStringIncludes(said, "python3 (Python 3.8.10) is too old; python (Python 3.12.1) lacks its venv module");
    assertStringIncludes(said, "apt install python3-venv");
  },
});

Deno.test({
  name: "a chosen interpreter without nbclient is refused, naming what it lacks, and left as it is",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    const { python } = await setUp({ quiet: true });
    await checkout.program("bare-python", `exec ${python} -S "$@"`);
    const chosen = checkout.file("programs/bare-python");
    const { code, said } = await checkout.setUpThere({ python: chosen });
    assertEquals(code, 1);
    assertMatch(said, /^AFTER_MEGAUPLOAD_PYTHON is .*bare-python \(Python 3\.\d+\.\d+\), which lacks nbclient 0\.8/);
    assertStringIncludes(said, "nbformat 5.7 or later, jupyter_client 7.4 or later.");

    const absent = await checkout.setUpThere({ python: checkout.file("nothing") });
    assertMatch(absent.said, /nothing, which does not run as a Python\.\n$/);

    const fit = await checkout.setUpThere({ python });
    assertEquals([fit.code, fit.said.includes(".venv")], [0, false]);
    assertStringIncludes(fit.done, python);
  },
});

Deno.test({
  name: "a second set-up does nothing; changed requirements start over",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", actingPython);
    const calls = () => Deno.readTextFileSync(checkout.file("calls"));
    const first = await checkout.setUpThere();
    assertEquals([first.code, calls()], [0, "venv\npip\n"], first.said);
    // VS Code finds a kernel in the share/jupyter/kernels of an environment.
    const kernelFile = "kernels/after-megaupload/kernel.json";
    const inEnvironment = JSON.parse(await Deno.readTextFile(checkout.file(`.venv/share/jupyter/${kernelFile}`)));
    assertEquals(inEnvironment, JSON.parse(await Deno.readTextFile(checkout.file(`.jupyter/${kernelFile}`))));
    assertEquals([inEnvironment.argv[0], inEnvironment.interrupt_mode], [Deno.execPath(), "message"]);
    assertEquals([(await checkout.setUpThere()).said, calls()], ["", "venv\npip\n"]);
    await Deno.writeTextFile(checkout.file("requirements.txt"), "jupyterlab==5\n");
    await checkout.setUpThere();
    assertEquals(calls(), "venv\npip\nvenv\npip\n");
  },
});

Deno.test({
  name: "a failed installation says whether it was the network or the disk, and the next one repairs it",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", actingPython);
    const full = await checkout.setUpThere({ pip: "full" });
    assertEquals(full.code, 1);
    assertStringIncludes(full.said, "JupyterLab could not be installed: the disk is full.");
    const offline = await checkout.setUpThere({ pip: "offline" });
    assertStringIncludes(offline.said, "JupyterLab could not be installed: the package registry is out of reach.");
    assertEquals((await checkout.setUpThere()).code, 0);
  },
});

Deno.test({
  name: "a set-up killed half way is repaired by the next",
  ignore,
  timeout: 30_000,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", actingPython);
    const killed = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/set_up.ts"],
      cwd: checkout.path,
      clearEnv: true,
      env: { PATH: `${checkout.file("programs")}:/usr/bin:/bin`, HOME: checkout.path, FAKE_PIP: "endless" },
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!await Deno.stat(checkout.file("pip-started")).catch(() => undefined)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    killed.kill("SIGKILL");
    await killed.status;
    await Deno.writeTextFile(checkout.file(".venv/left-over"), "");
    assertEquals((await checkout.setUpThere()).code, 0);
    assertEquals(await Deno.stat(checkout.file(".venv/left-over")).catch(() => "gone"), "gone");
  },
});

Deno.test("an installation ends when the set-up that started it is gone", { timeout: 30_000 }, async () => {
  const { python } = await setUp({ quiet: true });
  const installation = new Deno.Command(python, {
    args: [jupyterScript("run_module.py"), "http.server", "--bind", "127.0.0.1", "0"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { PYTHONUNBUFFERED: "1" },
  }).spawn();
  const output = installation.stdout.getReader();
  assertStringIncludes(new TextDecoder().decode((await output.read()).value), "Serving HTTP");
  await installation.stdin.close();
  while (!(await output.read()).done);
  assert(!(await installation.status).success);
});

Deno.test({
  name: "of two set-ups at once one waits, says so, and finds the work done",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", actingPython);
    const both = await Promise.all([checkout.setUpThere({ pip: "slow" }), checkout.setUpThere({ pip: "slow" })]);
    assertEquals(both.map(({ code }) => code), [0, 0]);
    assertEquals(both.filter(({ said }) => said.includes("Another set-up is running")).length, 1);
    assertEquals(Deno.readTextFileSync(checkout.file("calls")), "venv\npip\n");
  },
});

Deno.test({
  name: "a .venv that set-up did not make is not removed",
  ignore,
  fn: async () => {
    await using checkout = await temporaryCheckout();
    await checkout.program("python3", actingPython);
    await Deno.mkdir(checkout.file(".venv/mine"), { recursive: true });
    const { code, said } = await checkout.setUpThere();
    assertEquals(code, 1);
    assertStringIncludes(said, "There is a .venv here that this set-up did not make");
    assert((await Deno.stat(checkout.file(".venv/mine"))).isDirectory);
  },
});
