import type { Rows } from "../row.js";

export const METADATA = {
  metadata_public_connectors: { group: "none" },
  metadata_connectors: { group: "none" },
  metadata_connector_config: { group: "none" },
} satisfies Partial<Rows>;
