const CERTIFICATE =
  "MIIBxzCCAW2gAwIBAgIUQCdb1PpoHICO5hKetblS3rURKIswCgYIKoZIzj0EAwIwOTEQMA4GA1UECgwHRXhhbXBsZTElMCMGA1UEAwwcbWFyaWFkYi5pbnRlcm5hbC5leGFtcGxlLmNvbTAeFw0yNjExMjEwMjE3MjVaFw0zNjExMTgwMjE3MjVaMDkxEDAOBgNVBAoMB0V4YW1wbGUxJTAjBgNVBAMMHG1hcmlhZGIuaW50ZXJuYWwuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATW3lKSyi5pwVxJEXws+rCwLXt9HalNsXllxiOUssJeKHQMp40PtIqUdPS8RvDM/JGiGsFpUX4dSN3i3KONfH/qo1MwUTAdBgNVHQ4EFgQUkCssTYDsgtuByW1Onpmjhs1+VNYwHwYDVR0jBBgwFoAUkCssTYDsgtuByW1Onpmjhs1+VNYwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAvFmRk20nhARv7LLaQDOj0YrDiUy1Iqz5sCTslqyDlbkCIBv/6sVk0Ltvhe7WyhKcEewD2VV0GX57tUXDRE5jLMpM";

/** A self-signed certificate, as used in private networks. */
export const UNTRUSTED_CERTIFICATE = {
  name: "O=Example, CN=mariadb.internal.example.com",
  hash: "mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg=",
  encoded_cert: CERTIFICATE,
};

/** The key of an unknown SSH server, as presented at the first connection. */
export const UNKNOWN_HOST_KEY = {
  hash: "5bX9gP0cYV5k2tqgN0E8m1l4t5Yx0o7wq1xv3n9zRkA=",
  public_key:
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINsdc+UKxzj8ZnJP7VV2RofOYZzkSaHLq2lvgq3pv+hl bastion",
};
