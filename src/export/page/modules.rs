//! The script of the page: the vendored bundle, and the page's own modules joined into one text.
//!
//! A module is a plain file: its imports stand in its beginning, each from one other module, and `export` stands
//! before declarations alone. Each becomes a function that gives what it exports, so that their names are their own
//! and a build needs no other program.

/// The modules, each behind those that it imports.
const MODULES: &[(&str, &str)] = &[
    ("passages", include_str!("../../../docs/passages.js")),
    ("dom", include_str!("js/dom.js")),
    ("state", include_str!("js/state.js")),
    ("data", include_str!("js/data.js")),
    ("facts", include_str!("js/facts.js")),
    ("parts", include_str!("js/parts.js")),
    ("charts", include_str!("js/charts.js")),
    ("table", include_str!("js/table.js")),
    ("workers", include_str!("js/workers.js")),
    ("judge", include_str!("js/judge.js")),
    ("worker", include_str!("js/worker.js")),
    ("front", include_str!("js/front.js")),
    ("question", include_str!("js/question.js")),
    ("find", include_str!("js/find.js")),
    ("search", include_str!("js/search.js")),
    ("official", include_str!("js/official.js")),
    ("standings", include_str!("js/standings.js")),
    ("fact", include_str!("js/fact.js")),
    ("timeline", include_str!("js/timeline.js")),
    ("trade", include_str!("js/trade.js")),
    ("where", include_str!("js/where.js")),
    ("pairs", include_str!("js/pairs.js")),
    ("tables", include_str!("js/tables.js")),
    ("copy", include_str!("js/copy.js")),
    ("main", include_str!("js/main.js")),
    ("begin", include_str!("js/begin.js")),
];

/// The words that stand between `export` and a name.
const DECLARATIONS: &[&str] = &[
    "async function ",
    "function* ",
    "function ",
    "const ",
    "class ",
];

/// The whole script.
pub(super) fn script() -> String {
    let modules: String = MODULES
        .iter()
        .map(|(name, source)| as_function(name, source))
        .collect();
    // Behind these letters a browser may take what follows for the text of another script.
    let modules = modules.replace("<!--", "<\\!--");
    let vendored = include_str!("vendor/plot-and-sqlite.js");
    format!("{vendored}\n\"use strict\";\n(() => {{\nconst modules = {{}};\n{modules}}})();\n")
}

/// A module as a function that gives what it exports.
fn as_function(name: &str, source: &str) -> String {
    let (mut body, mut exported) = (String::new(), Vec::new());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("import {") {
            let mut whole = line.to_owned();
            while !whole.ends_with(';') {
                whole.extend(lines.next());
            }
            body.push_str(&as_constant(&whole));
        } else if let Some(names) = line.strip_prefix("export { ") {
            let names = names.trim_end_matches(" };").split(", ");
            exported.extend(names.map(str::to_owned));
            continue;
        } else if let Some(declared) = line.strip_prefix("export ") {
            exported.extend(name_in(declared));
            body.push_str(declared);
        } else {
            body.push_str(line);
        }
        body.push('\n');
    }
    let exported = exported.join(", ");
    format!("modules.{name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n")
}

/// `import { a, b } from "./c.js";` as a constant.
fn as_constant(import: &str) -> String {
    let inside = import
        .trim_start_matches("import ")
        .trim_end_matches(".js\";");
    match inside.split_once(" from \"./") {
        Some((names, module)) => format!("const {names} = modules.{module};"),
        None => import.to_owned(),
    }
}

/// The name that a declaration gives.
fn name_in(declaration: &str) -> Option<String> {
    let rest = DECLARATIONS
        .iter()
        .find_map(|words| declaration.strip_prefix(words))?;
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{MODULES, as_function, script};

    #[test]
    fn a_module_becomes_a_function_that_gives_what_it_exports() {
        let source = "import {\n  a,\n  b,\n} from \"./c.js\";\nexport const d = a;\nexport async function e() {}\n\
                      const f = 1;\nexport { f };\n";
        assert_eq!(
            as_function("g", source),
            "modules.g = (() => {\nconst {  a,  b,} = modules.c;\nconst d = a;\nasync function e() {}\nconst f = 1;\n\
             return { d, e, f };\n})();\n"
        );
    }

    #[test]
    fn each_module_stands_behind_those_that_it_imports() {
        for (at, (name, source)) in MODULES.iter().enumerate() {
            for part in source.split(" from \"./").skip(1) {
                let imported = part.split(".js\";").next().unwrap_or_default();
                let is_before = MODULES[..at].iter().any(|(other, _)| *other == imported);
                assert!(is_before, "{name} imports {imported}");
            }
        }
    }

    #[test]
    fn no_text_in_the_script_ends_it() {
        let script = script().to_lowercase();
        assert!(!script.contains("</script") && !script.contains("<!--"));
    }
}
