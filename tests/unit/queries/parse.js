"use strict";
// What Microsoft's KQL parser finds wrong with queries.
// node parse.js FOLDER, where FOLDER holds node_modules; stdin: {"tables": {name: {column: type}}, "queries": {name: text}};
// stdout: {name: ["code: message (the words it is about)", …]}.
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const parser = path.join(process.argv[2], "node_modules", "@kusto", "language-service-next");
for (const file of ["bridge.min.js", "Kusto.Language.Bridge.min.js"]) {
  // Scripts for a page, not modules: they leave what they define in the global scope.
  vm.runInThisContext(fs.readFileSync(path.join(parser, file), "utf8"), { filename: file });
}
const { GlobalState, KustoCode, Symbols } = Kusto.Language;

function table([name, columns]) {
  const described = Object.entries(columns).map(([column, type]) => `['${column}']: ${type}`);
  return Symbols.TableSymbol.From(`(${described.join(", ")})`).WithName(name);
}

function diagnostics(query, globals) {
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index)).map(
    (one) => `${one.Code}: ${one.Message} (${query.substr(one.Start, one.Length)})`,
  );
}

const given = JSON.parse(fs.readFileSync(0, "utf8"));
const database = new Symbols.DatabaseSymbol.ctor("graph", Object.entries(given.tables).map(table));
const globals = GlobalState.Default.WithDatabase(database);
const answers = Object.entries(given.queries).map(([name, query]) => [name, diagnostics(query, globals)]);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
