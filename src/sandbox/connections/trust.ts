import { isObject, type JsonObject } from "../world/json.js";
import { type Backstage, recordsOf, type World } from "../world/model.js";

/** A hash in the URL's form of Base64. */
export const inUrl = (hash: string) =>
  hash.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** What was approved for a connection or destination, by hash. */
export const approvals = (world: World, owner: string, word: "certificate" | "fingerprint") =>
  recordsOf(world, `${word}s of ${owner}`);

export const approvedHashes = (world: World, owner: string): ReadonlySet<string> =>
  new Set([
    ...(world.records.get(`certificates of ${owner}`)?.keys() ?? []),
    ...(world.records.get(`fingerprints of ${owner}`)?.keys() ?? []),
  ]);

/** Whether everything that a failed test asked about was approved since. */
export function isApproved(
  { details }: Backstage["tests"][number],
  approved: ReadonlySet<string>,
): boolean {
  const hashes = (Array.isArray(details) ? details : []).flatMap((item) =>
    isObject(item) && typeof item["hash"] === "string" ? [item["hash"]] : [],
  );
  return hashes.length > 0 && hashes.every((hash) => approved.has(inUrl(hash)));
}

const CERTIFICATE =
  "MIIBxzCCAW2gAwIBAgIUQCdb1PpoHICO5hKetblS3rURKIswCgYIKoZIzj0EAwIwOTEQMA4GA1UECgwHRXhhbXBsZTElMCMGA1UEAwwcbWFyaWFkYi5pbnRlcm5hbC5leGFtcGxlLmNvbTAeFw0yNjExMjEwMjE3MjVaFw0zNjExMTgwMjE3MjVaMDkxEDAOBgNVBAoMB0V4YW1wbGUxJTAjBgNVBAMMHG1hcmlhZGIuaW50ZXJuYWwuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATW3lKSyi5pwVxJEXws+rCwLXt9HalNsXllxiOUssJeKHQMp40PtIqUdPS8RvDM/JGiGsFpUX4dSN3i3KONfH/qo1MwUTAdBgNVHQ4EFgQUkCssTYDsgtuByW1Onpmjhs1+VNYwHwYDVR0jBBgwFoAUkCssTYDsgtuByW1Onpmjhs1+VNYwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAvFmRk20nhARv7LLaQDOj0YrDiUy1Iqz5sCTslqyDlbkCIBv/6sVk0Ltvhe7WyhKcEewD2VV0GX57tUXDRE5jLMpM";

/** A self-signed certificate, as a server in a private network has one. */
export const UNTRUSTED_CERTIFICATE = {
  name: "O=Example, CN=mariadb.internal.example.com",
  hash: "mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg=",
  encoded_cert: CERTIFICATE,
};

const UNKNOWN_HOST_KEY = {
  hash: "5bX9gP0cYV5k2tqgN0E8m1l4t5Yx0o7wq1xv3n9zRkA=",
  public_key:
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINsdc+UKxzj8ZnJP7VV2RofOYZzkSaHLq2lvgq3pv+hl bastion",
};

/** Tests that a new address brings about: a host called `untrusted…`, a tunnel host called `unknown…`. */
export function testsOfAddress(config: JsonObject): Backstage["tests"] {
  const host = config["host"];
  const tunnel = config["tunnel_host"];
  return [
    ...(typeof tunnel === "string" && tunnel.startsWith("unknown")
      ? [
          {
            title: "Validating the host key of the SSH tunnel",
            status: "FAILED" as const,
            message: "The host key of the SSH server is not known yet",
            details: [UNKNOWN_HOST_KEY],
            until: "fingerprint" as const,
          },
        ]
      : []),
    ...(typeof host === "string" && host.startsWith("untrusted")
      ? [
          {
            title: "Validating the certificate",
            status: "FAILED" as const,
            message: "The certificate of the server is not trusted yet",
            details: [UNTRUSTED_CERTIFICATE],
            until: "certificate" as const,
          },
        ]
      : []),
  ];
}
