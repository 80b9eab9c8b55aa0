import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Certificate } from "./gate.js";

// Node creates keys but signs no certificates, so these tests need the openssl program. The
// certificates last as long as the test run.

export const openssl = works();

function works(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Returns a self-signed certificate for one name. */
export function certificate(name: `IP:${string}` | `DNS:${string}`): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "fivetran-agent-certificate-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const about = ["-days", "1", "-subj", "/CN=matrix", "-addext", `subjectAltName=${name}`];
    execFileSync("openssl", ["req", "-x509", ...made, ...about, "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
