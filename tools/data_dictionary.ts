import { type Field, readDataPackage, type Resource, tableSchema } from "@/data/data_package.ts";

/** The data dictionary, in Markdown: every file, column, type, unit and constraint that datapackage.json describes. */
export async function dataDictionary(): Promise<string> {
  const { title, description, resources } = await readDataPackage();
  const sharing = Map.groupBy(
    resources,
    ({ schema }) => typeof schema === "string" ? schema : undefined,
  );
  const sections: string[] = [];
  for (const resource of resources) {
    if (
      typeof resource.schema === "string" &&
      sharing.get(resource.schema)![0] !== resource
    ) continue;
    sections.push(
      await section(
        resource,
        typeof resource.schema === "string" ? sharing.get(resource.schema)! : [resource],
      ),
    );
  }
  return [
    `# ${title}: data dictionary`,
    "Generated from datapackage.json by `deno task data`; do not edit by hand.",
    description,
    ...sections,
  ].join("\n\n") + "\n";
}

async function section(
  first: Resource,
  resources: readonly Resource[],
): Promise<string> {
  const heading = resources.map(({ path }) => `\`${path}\``).join(", ");
  const about = resources.map(({ path, title, description }) =>
    resources.length > 1 ? `- \`${path}\`: ${title}. ${description}` : `**${title}.** ${description}`
  );
  const parts = [`## ${heading}`, about.join("\n")];
  if (first.schema !== undefined) {
    const { fields } = await tableSchema(first);
    parts.push(
      [
        "| column | type | unit | what | rule |",
        "|---|---|---|---|---|",
        ...fields.map(row),
      ].join("\n"),
    );
  }
  return parts.join("\n\n");
}

function row(
  {
    name,
    type,
    unit = "",
    title = "",
    description = "",
    resolution,
    constraints = {},
  }: Field,
): string {
  const { required, unique, minimum, maximum, pattern, enum: allowed } = constraints;
  const rules = [
    required && "required",
    unique && "unique",
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    pattern && `matches \`${pattern.replaceAll("|", "\\|")}\``,
    allowed && `one of: ${allowed.join(", ")}`,
    resolution && `printed to ${resolution}`,
  ].filter(Boolean);
  return `| ${
    [
      name,
      type,
      unit,
      [title, description].filter(Boolean).join(". "),
      rules.join("; "),
    ].join(" | ")
  } |`;
}
