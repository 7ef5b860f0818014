// The walls of docs/architecture.md, as rules on imports. Tests may reach further where a rule says so.
const test = "[.]test[.]ts$";
const io =
  "^(?:node:)?(fs|fs/promises|net|http|https|http2|dns|dgram|tls|child_process|worker_threads|cluster|process|os|readline|timers|timers/promises)$";

// All of workflows/ but its activities and tests runs inside the engine's sandbox.
const workflowCode = {
  path: "^workflows/",
  pathNot: `${test}|^workflows/activities[.]ts$|^workflows/histories|^workflows/testing/[^/]*-worker[.]ts$`,
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "What imports itself in a circle can't be read or tested alone. That is so of types, too.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      severity: "error",
      comment: "Every import names something that is there.",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "service-to-service",
      severity: "error",
      comment: "A service's API is the only door: none imports another.",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^services/", pathNot: "^services/$1/" },
    },
    {
      name: "service-to-workflow",
      severity: "error",
      comment:
        "Services know a workflow by its contract; a worker also brings the activities. Never workflow code.",
      from: { path: "^services/", pathNot: `${test}|/(worker|activities)[.]ts$` },
      to: { path: "^workflows/", pathNot: "^workflows/[^/]+/contract[.]ts$" },
    },
    {
      name: "worker-to-workflow",
      severity: "error",
      comment: "A worker imports contracts and activities; the SDK bundles the workflow code from its path.",
      from: { path: "^services/.*/(worker|activities)[.]ts$" },
      to: { path: "^workflows/", pathNot: "^workflows/[^/]+/contract[.]ts$|^workflows/activities[.]ts$" },
    },
    {
      name: "workflow-is-deterministic",
      severity: "error",
      comment:
        "Workflow code reaches contracts, types, the SDK's workflow side and its own folder, so that it replays.",
      from: workflowCode,
      to: {
        pathNot:
          "^workflows/[^/]+/|^workflows/[^/]+[.]ts$|/@temporalio/(workflow|common)/|^packages/(contracts|temporal-kit/src/(for-workflows|details|names)[.]ts)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "workflow-to-foreign-activities",
      severity: "error",
      comment: "Workflow code knows activities by their type alone.",
      from: workflowCode,
      to: { path: "^workflows/activities[.]ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "workflows-to-services",
      severity: "error",
      comment: "Activities get what they need handed in; workflows know no service.",
      from: { path: "^workflows/", pathNot: test },
      to: { path: "^services/" },
    },
    {
      name: "packages-to-services",
      severity: "error",
      comment: "Libraries know nothing of the services and workflows that use them.",
      from: { path: "^packages/", pathNot: `${test}|/testing/` },
      to: { path: "^(services|workflows|infra)/" },
    },
    {
      name: "services-to-infra",
      severity: "error",
      comment:
        "The runner serves the services, never the other way round; tests use its database and engine.",
      from: { path: "^(services|workflows|packages)/", pathNot: `${test}|/test-[^/]*[.]ts$|/testing/` },
      to: { path: "^infra/" },
    },
    {
      name: "pure-libraries",
      severity: "error",
      comment:
        "The draw and the calendar do no I/O: the same code runs in the server, the command line and the browser.",
      from: {
        path: "^packages/(lottery|workdays)/src/",
        pathNot: `${test}|/testing/|^packages/lottery/src/lanes/`,
      },
      to: { path: `${io}|/(pg|kysely|fastify|pino)/` },
    },
    {
      name: "pure-rules",
      severity: "error",
      comment: "A rule of the regulation is a pure decision: it knows no table, route or connection.",
      from: { path: "(^|/)rules[.]ts$" },
      to: { path: `(^|/)(store|routes|database|client)[.]ts$|${io}|/(pg|kysely|fastify|pino)/` },
    },
    {
      name: "pure-decisions",
      severity: "error",
      comment: "A decision is a value made without a database: what it must know is handed in.",
      from: {
        path: "^services/[^/]+/src/[^/]+/(?:(?:lifecycle|deadlines|deeds)[.]ts$|commands/)",
        pathNot: `${test}|/commands/index[.]ts$`,
      },
      to: {
        path: `(^|/)(store|routes|database|client)[.]ts$|${io}|/(pg|kysely|fastify|pino)/`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "domain-to-domain",
      severity: "error",
      comment:
        "Plans, campaigns and inspections ask one another in the one file that the other has for that.",
      from: { path: "^services/inspection/src/(plans|campaigns|inspections)/", pathNot: test },
      to: {
        path: "^services/inspection/src/(plans|campaigns|inspections)/",
        pathNot:
          "^services/inspection/src/(?:$1/|plans/in-force[.]ts$|campaigns/of-plan[.]ts$|inspections/(?:of-campaign|after-draw)[.]ts$)",
      },
    },
    {
      name: "no-tests-in-code",
      severity: "error",
      comment: "Nothing that runs imports a test.",
      from: { pathNot: test },
      to: { path: test },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)node_modules/[.]cache|^workflows/histories" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".json"],
    },
  },
};
