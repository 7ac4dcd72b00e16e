import { dirname, join } from "node:path";
import { jupyterFolder, kernelDisplayName, kernelName } from "../workspace.ts";
import { hasStamp, writeWhole } from "./stamp.ts";

/** The kernelspec: this Deno, without colours, in UTC; Stop interrupts a cell by message. */
const kernelspec = (deno: string) => ({
  argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
  display_name: kernelDisplayName,
  language: "typescript",
  interrupt_mode: "message",
  env: { NO_COLOR: "1", FORCE_COLOR: "", TZ: "UTC", LC_ALL: "C.UTF-8", DENO_NO_UPDATE_CHECK: "1" },
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

export async function writeJupyterFiles(deno: string = Deno.execPath()): Promise<void> {
  const files = {
    [join("kernels", kernelName, "kernel.json")]: kernelspec(deno),
    [join("config", "jupyter_lab_config.json")]: labConfiguration,
    [join("config", "labconfig", "default_setting_overrides.json")]: labSettings,
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(jupyterFolder, name);
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
