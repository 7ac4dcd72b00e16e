import { dirname, join, resolve } from "node:path";
import { jupyterFolder, kernelDisplayName, kernelName } from "../workspace.ts";
import { hasStamp, writeWhole } from "./stamp.ts";

/**
 * V8 collects garbage a second after a cell falls silent, in place of half a minute: the kernel learns from that
 * collection that a cell which had awaited something was stopped.
 */
const collectSoon = "--gc-memory-reducer-start-delay-ms=500,--memory-reducer-delay-ms=500";

/** The kernelspec: this Deno, without colours, in UTC; Stop interrupts a cell by message. */
const kernelspec = (deno: string) => ({
  argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
  display_name: kernelDisplayName,
  language: "typescript",
  interrupt_mode: "message",
  env: {
    NO_COLOR: "1",
    FORCE_COLOR: "",
    TZ: "UTC",
    LC_ALL: "C.UTF-8",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_V8_FLAGS: collectSoon,
  },
});

/** JupyterLab offers this kernel only, and asks no server for news or updates. */
const labConfiguration = {
  KernelSpecManager: { allowed_kernelspecs: [kernelName], ensure_native_kernel: false },
  MultiKernelManager: { default_kernel_name: kernelName },
  LabApp: {
    news_url: null,
    check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
    extension_manager: "readonly",
  },
};

const labSettings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** Diffs of notebooks show code and text. What the outputs say in numbers, findings.json and verdicts.json say too. */
const nbdimeConfiguration = { Diff: { outputs: false, metadata: false, details: false } };

/**
 * Writes the kernelspec and the settings of JupyterLab and nbdime.
 *
 * @param environment The workspace's own virtual environment: the kernelspec goes there too, since VS Code looks for
 * kernels in the environments it finds and not in .jupyter.
 */
export async function writeJupyterFiles(environment?: string, deno: string = Deno.execPath()): Promise<void> {
  const kernelFile = join("kernels", kernelName, "kernel.json");
  const files = {
    [kernelFile]: kernelspec(deno),
    ...environment && { [join(environment, "share", "jupyter", kernelFile)]: kernelspec(deno) },
    [join("config", "jupyter_lab_config.json")]: labConfiguration,
    [join("config", "nbdime_config.json")]: nbdimeConfiguration,
    [join("config", "labconfig", "default_setting_overrides.json")]: labSettings,
  };
  for (const [name, content] of Object.entries(files)) {
    const path = resolve(jupyterFolder, name);
    const text = JSON.stringify(content, null, 2) + "\n";
    if (await hasStamp(path, text)) continue;
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeWhole(path, text);
  }
}

/** Keeps everything that Jupyter reads and writes inside this checkout. */
export const jupyterVariables = (): Record<string, string> => ({
  JUPYTER_PATH: jupyterFolder,
  JUPYTER_DATA_DIR: join(jupyterFolder, "data"),
  JUPYTER_CONFIG_DIR: join(jupyterFolder, "config"),
  JUPYTER_RUNTIME_DIR: join(jupyterFolder, "runtime"),
  JUPYTERLAB_SETTINGS_DIR: join(jupyterFolder, "lab", "user-settings"),
  JUPYTERLAB_WORKSPACES_DIR: join(jupyterFolder, "lab", "workspaces"),
  IPYTHONDIR: join(jupyterFolder, "ipython"),
  PYTHONUTF8: "1",
});
