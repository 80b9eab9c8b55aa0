/** The package's icon: rows that flow into a store. `packaging/icon.svg` is generated from it. */
export const ICON_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#0b3d91"/><path d="M12 18h18M12 32h12M12 46h18" stroke="#7fd1ff" stroke-width="5" stroke-linecap="round"/><path d="M26 18c10 0 8 14 16 14M24 32h18M26 46c10 0 8-14 16-14" fill="none" stroke="#fff" stroke-width="3"/><circle cx="47" cy="32" r="7" fill="#ffc04d"/></svg>\n';

/** The server's name, website and icon, for hosts that display them. */
export const IDENTITY = {
  name: "fivetran-agent",
  websiteUrl: "https://github.com/fivetran-agent/fivetran-agent",
  // Without `sizes`, which is optional. Clients with SDK 1.18 accept only text there, and later ones only a list.
  icons: [
    {
      src: `data:image/svg+xml;base64,${Buffer.from(ICON_SVG.trim()).toString("base64")}`,
      mimeType: "image/svg+xml",
    },
  ],
};
