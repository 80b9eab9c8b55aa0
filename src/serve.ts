import { setMaxListeners } from "node:events";
import type { App } from "./app.js";
import { AppError } from "./base/errors.js";
import { isVisible, narrowed } from "./engine/policy.js";
import { names, skillFolder } from "./guides.js";
import { isLoopbackHost } from "./serve-config.js";
import { createAuthenticate } from "./server/auth/authenticate.js";
import { type Principal, TOKEN_SCOPES } from "./server/auth/principal.js";
import { clientAddressBehind } from "./server/http/client-address.js";
import { LOOPBACK_NAMES } from "./server/http/guard.js";
import { type HttpLimits, type RunningServer, serveHttp, type View } from "./server/http/server.js";
import { createMcpServer } from "./server/mcp.js";
import { createMetrics, serveMetrics } from "./server/telemetry/metrics.js";
import { type Observe, recorded } from "./server/telemetry/observe.js";
import { traced } from "./server/telemetry/spans.js";
import { fileEntries } from "./store/file-entries.js";
import { type KeyStore, keyStore } from "./store/keys.js";
import type { ToolListing } from "./toolkit/listing.js";

export interface ServiceOptions {
  app: App;
  tools: readonly ToolListing[];
  version: string;
  now: () => Date;
  limits?: Partial<HttpLimits>;
}

export interface RunningService extends RunningServer {
  /** The address of the Prometheus metrics. */
  metricsUrl?: string;
}

/**
 * Serves MCP over HTTP to all callers that the settings allow.
 *
 * @throws AppError of type `config` if unknown callers could use the server.
 */
export async function serve(options: ServiceOptions): Promise<RunningService> {
  const { app, now, limits } = options;
  const { config, log } = app;
  const { host, port, url, origins, oauth, trustedProxies } = config.serve;
  const keys = keyStore(fileEntries(config.stateDir)("keys"), now);
  const local = isLoopbackHost(host);
  await requireAuthentication(app, { local, keys });
  const stopping = new AbortController();
  // Every running call adds a listener.
  setMaxListeners(0, stopping.signal);
  let counts = (): Record<string, number> => ({});
  const metrics = createMetrics(() => counts());
  const observe = recorded(log, metrics, traced(options.version, "tcp"));
  const { watchMinutes, metricsPort } = config.serve;
  const metricsUrl =
    metricsPort === undefined ? undefined : await serveMetrics(metrics, metricsPort);
  const watching =
    watchMinutes === undefined
      ? undefined
      : await (await import("./watch-beside.js")).watchBeside(app, watchMinutes);
  const http = serveHttp(
    {
      host,
      port,
      hosts: hostNames(local, url),
      origins: new Set(origins),
      authenticate: createAuthenticate({
        keys,
        oauth: oauth && { ...oauth, proxy: config.proxy, now },
        openWithoutKeys: local && oauth === undefined && config.accounts === undefined,
        now,
      }),
      clientAddress: clientAddressBehind(trustedProxies),
      view: views({ ...options, observe, stopping: stopping.signal }),
      signIn: oauth && url !== undefined ? { resource: url, issuer: oauth.issuer } : undefined,
      isReady: () => isReadable(keys),
      counted: metrics.responded,
      webhooks: watching?.webhooks,
      log,
      ...(limits === undefined ? {} : { limits }),
    },
    stopping,
  );
  const server = await http.catch(async (error: unknown) => {
    await watching?.close();
    throw error;
  });
  const running: RunningService = {
    ...server,
    async close(now) {
      await Promise.all([server.close(now), watching?.close()]);
    },
  };
  counts = () => {
    const { running: now, waiting } = running.counts();
    return { mcp_server_requests_running: now, mcp_server_requests_waiting: waiting };
  };
  return metricsUrl === undefined ? running : { ...running, metricsUrl };
}

/**
 * Only these host names are accepted. Otherwise a web page whose own name resolves to this machine could use the
 * server through a visitor's browser.
 */
function hostNames(local: boolean, url: string | undefined): Set<string> {
  const named = url === undefined ? [] : [new URL(url).host];
  return new Set(local ? [...LOOPBACK_NAMES, ...named] : named);
}

async function requireAuthentication(
  { config }: App,
  { local, keys }: { local: boolean; keys: KeyStore },
): Promise<void> {
  const { serve, watch, accounts } = config;
  const known = serve.oauth !== undefined || (await keys.exist());
  const at = `${serve.host}:${serve.port}`;
  const problems = [
    ...(local || known
      ? []
      : [
          `Listening on ${at} needs authentication, because other machines can connect. Create a key with fivetran-agent keys create <name>, or set FIVETRAN_OAUTH_ISSUER.`,
        ]),
    ...(local || serve.url !== undefined
      ? []
      : [
          `Listening on ${at} needs FIVETRAN_HTTP_URL: the address that clients use, such as https://fivetran.example.com/mcp.`,
        ]),
    ...(accounts === undefined || known
      ? []
      : [
          "FIVETRAN_ACCOUNTS is set, but without keys or FIVETRAN_OAUTH_ISSUER the server cannot distinguish the callers.",
        ]),
    ...(accounts !== undefined && serve.watchMinutes !== undefined && watch.webhookSecret
      ? [
          "FIVETRAN_WEBHOOK_SECRET is for one account, but FIVETRAN_ACCOUNTS has several accounts. Set webhook_secret of each account in that file instead.",
        ]
      : []),
    ...(accounts === undefined && config.credentials === undefined && !config.sandbox
      ? [
          "There are no Fivetran credentials. Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET, or FIVETRAN_ACCOUNTS, or start with --sandbox.",
        ]
      : []),
  ];
  if (problems.length === 0) return;
  throw new AppError(
    "config",
    ["The server was not started:", ...problems.map((line) => `- ${line}`)].join("\n"),
  );
}

const isReadable = (keys: KeyStore) =>
  keys.exist().then(
    () => true,
    () => false,
  );

interface ViewOptions extends ServiceOptions {
  observe: Observe;
  stopping: AbortSignal;
}

const DEFAULT_ACCOUNT = "default";
const MOST_VIEWS = 1000;

/** The view of each caller. It is kept while the caller's grant stays the same. */
function views(options: ViewOptions) {
  const known = new Map<string, View>();
  return async (principal: Principal): Promise<View> => {
    const mark = JSON.stringify(principal);
    const last = known.get(mark);
    // Moves the view to the end, so that the least recently used comes first.
    known.delete(mark);
    const view = last ?? viewOf(principal, options);
    known.set(mark, view);
    const [oldest] = known.keys();
    if (known.size > MOST_VIEWS && oldest !== undefined) known.delete(oldest);
    return view;
  };
}

/**
 * Combines the operator's policy, that of the account, that of the rule, and the caller's own grant. Each one limits
 * the caller.
 */
function viewOf(
  principal: Principal,
  { app, tools, version, stopping, observe }: ViewOptions,
): View {
  const { accounts, policy: operators, sandbox } = app.config;
  const rule = accounts?.principals.find(({ fits }) => fits(principal));
  const account = rule === undefined ? undefined : accounts?.accounts.get(rule.account);
  if (accounts !== undefined && account === undefined) throw noAccount(principal);
  const { name } = principal;
  const inFile = "change it in the file that FIVETRAN_ACCOUNTS names";
  const ofAccount = { name: `the account ${account?.name}`, remedy: inFile };
  const allowed = narrowed(
    narrowed(operators, account?.grant ?? {}, ofAccount),
    rule?.grant ?? {},
    { name, remedy: inFile },
  );
  const remedy =
    principal.key === undefined
      ? "grant the scope in the authorization server"
      : "create another key with fivetran-agent keys create";
  const policy = narrowed(allowed, principal.grant, { name, remedy });
  const { engine } = app.accessFor({ account, policy, owner: principal.id });
  const visible = tools.filter((tool) => isVisible(tool, policy));
  const shown = new Set(visible.map((tool) => tool.name));
  return {
    account: account?.name ?? DEFAULT_ACCOUNT,
    mcpServer: (toolsOnly) =>
      createMcpServer({
        toolsOnly,
        version,
        sandbox,
        tools: visible,
        approval: app.config.approval,
        names,
        skillFolder,
        engine,
        log: app.log,
        sharedList: principal.id === "",
        stopping,
        observe,
        account: account?.name ?? DEFAULT_ACCOUNT,
      }),
    lackedScope(called) {
      const tool = tools.find((each) => each.name === called);
      if (tool === undefined || shown.has(called) || !isVisible(tool, allowed)) return undefined;
      return TOKEN_SCOPES[tool.effect === "delete" ? 2 : 1];
    },
  };
}

const noAccount = ({ name }: Principal) =>
  new AppError("policy_denied", `No Fivetran account is assigned to ${name}.`, {
    state: "Nothing was sent.",
    hint: "The operator has to add this caller to the file that FIVETRAN_ACCOUNTS names. Tell the user.",
  });
