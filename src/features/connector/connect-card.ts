import * as z from "zod";
import { AppError, inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import type { ToolSettings } from "../../toolkit/define.js";

/**
 * Returns the address to which a person is redirected after a connect card: the one in the call, or
 * the operator's default.
 * @throws AppError of type `input` if there is neither, or if a browser cannot open it.
 */
export function redirectOf(given: string | undefined, settings: ToolSettings): URL {
  const address = given ?? settings.connectCardRedirect;
  if (address === undefined) {
    throw new AppError(
      "input",
      "A connect card needs redirect_uri, because the operator set no default.",
      {
        state: "Nothing was sent.",
        hint: "Ask the user for the http or https address to which the browser is redirected after a person completes the connect card. The operator can set a default in FIVETRAN_CONNECT_CARD_REDIRECT.",
      },
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.host === "") {
    throw inputError(
      `redirect_uri ${quoted(address, 100)} is not an http or https address.`,
      "Nothing was sent. Give a complete address, such as https://app.example.com/done.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw inputError("redirect_uri must not contain a user or password.", "Nothing was sent.");
  }
  return url;
}

export const cardLook = {
  redirect_uri: z
    .string()
    .min(1)
    .max(2048)
    .describe("required unless the operator set one, e.g. https://example.com/done")
    .optional(),
  hide_setup_guide: z.boolean().describe("e.g. true").optional(),
  all_fields: z.boolean().describe("optional fields too, e.g. true").optional(),
};
type CardLook = z.output<z.ZodObject<typeof cardLook>>;

export const cardConfig = (
  redirect: URL,
  { hide_setup_guide, all_fields }: Omit<CardLook, "redirect_uri">,
) => ({
  redirect_uri: redirect.href,
  ...(hide_setup_guide === undefined ? {} : { hide_setup_guide }),
  ...(all_fields === undefined ? {} : { all_fields }),
});

const WithCard = z.looseObject({ connect_card: z.looseObject({ uri: z.string() }).nullish() });

/**
 * Returns the link of a connect card in a response. Undefined if there is none that a browser can
 * open.
 */
export function connectCardOf(data: unknown): string | undefined {
  const uri = WithCard.safeParse(data).data?.connect_card?.uri;
  if (uri === undefined || !URL.canParse(uri)) return undefined;
  const { protocol, href } = new URL(uri);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}

const DAY_MS = 24 * 3_600_000;

export const linkOf = (link: string, now: Date) => ({
  link,
  // Rounded to the minute, because the exact time is not known.
  expires_at: `${new Date(now.getTime() + DAY_MS).toISOString().slice(0, 16)}Z`,
});
