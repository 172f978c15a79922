//! Takes the documentation of what templates are given out of the sources, so that `docent theme context` can print it and
//! it cannot say anything else than the structures do.
//!
//! Writes a line for each structure (`S`, file, name, documentation) and for each of its fields (`F`, name, type, documentation,
//! whether it is flattened), separated by tabs.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "cargo speaks with a build script through its environment and its output"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders whose structures may be given to templates.
const FOLDERS: [&str; 4] = [
    "src/render/view",
    "src/render/pages",
    "src/render/chart",
    "src/render/markdown",
];

fn main() {
    println!("cargo::rerun-if-changed=src/render");
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let mut lines = String::new();
    for file in &files {
        if let Ok(source) = fs::read_to_string(file) {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            structures(&name, &source, &mut lines);
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("context.tsv");
    fs::write(out, lines).expect("the folder for what is built can be written to");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The structures of one file. Reads them as `rustfmt` lays them out: a line for each field, and a brace that closes.
fn structures(file: &str, source: &str, lines: &mut String) {
    let mut doc = String::new();
    let (mut inside, mut serialised, mut skipped, mut flattened) = (false, false, false, false);
    for line in source.lines() {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("///") {
            let gap = if doc.is_empty() { "" } else { " " };
            let _ = write!(doc, "{gap}{}", words.trim());
            continue;
        }
        if text.starts_with("#[") {
            serialised |= text.contains("Serialize") && !inside;
            skipped |= text.contains("serde(skip");
            flattened |= text.contains("serde(flatten");
            continue;
        }
        let words = text.trim_start_matches("pub(super) ").trim_start_matches("pub(crate) ");
        let words = words
            .trim_start_matches("pub(in crate::render) ")
            .trim_start_matches("pub ");
        if inside && line == "}" {
            inside = false;
        } else if let Some((name, kind)) = words.split_once(": ").filter(|_| inside) {
            if !skipped {
                let kind = kind.trim_end_matches(',');
                let _ = writeln!(lines, "F\t{name}\t{kind}\t{doc}\t{flattened}");
            }
        } else if let Some(rest) = words.strip_prefix("struct ").filter(|_| serialised) {
            let name: String = rest.chars().take_while(|it| it.is_alphanumeric()).collect();
            let _ = writeln!(lines, "S\t{file}\t{name}\t{doc}");
            inside = rest.ends_with('{');
        }
        doc.clear();
        (skipped, flattened) = (false, false);
        serialised &= text.is_empty();
    }
}
