//! Definitions for documents that were there before docent.
//!
//! 1. Survey the Markdown files.
//! 2. Group those that are of one type: by the names of folders and files, and by the headings that they share.
//! 3. Name each group, and find its states, fields and sections.
//! 4. Write a definition for each, and the settings.
//!
//! Takes a snapshot, gives files and what was found. Touches no document, and writes nothing to disk.

mod fields;
mod group;
mod kind;
mod known;
mod name;
mod sections;
mod settings;
mod states;
mod survey;
mod told;
mod write;

use camino::Utf8PathBuf;

use crate::definition::{Definition, Definitions, ROOT, builtin};
use crate::repository::{NewFile, Snapshot};
use group::Group;
pub use known::{BASELINE_FILE, Problems};
use name::{Naming, Taken};

/// How many of a hundred documents are nearly all.
const NEARLY_ALL: usize = 90;

/// What was made of the documents that were found.
#[derive(Clone, Debug, Default)]
pub struct Adoption {
    /// The definitions, then `docent.yaml`.
    pub files: Vec<NewFile>,
    /// What was found and decided, for people: one block of lines for each type, then the pages.
    pub told: Vec<String>,
    /// What cannot be expressed, or is worth doing.
    pub notes: Vec<String>,
    /// How many documents are of a type now.
    pub documents: usize,
    /// How many Markdown files there are.
    pub files_found: usize,
}

/// A type that was found.
struct Type<'a> {
    group: Group<'a>,
    naming: Naming,
    states: states::Found,
    fields: Vec<fields::Found>,
    sections: Vec<sections::Found>,
    /// Keys of front matter that cannot be fields.
    unfit: Vec<String>,
}

impl Type<'_> {
    /// Its folder as a definition writes it.
    fn folder(&self) -> &str {
        match self.group.folder.as_str() {
            "" => ROOT,
            folder => folder,
        }
    }

    /// The file of its definition.
    fn file(&self) -> Utf8PathBuf {
        Utf8PathBuf::from(format!("types/{}.yaml", self.naming.type_name))
    }
}

/// Finds what the files of a repository are. `title` is the name of the site, `folder` that of the repository, and
/// `repository` where it is seen in a browser.
pub fn adopt(snapshot: &Snapshot, title: &str, folder: &str, repository: Option<&str>) -> Adoption {
    let definitions = builtin();
    let sheets = survey::survey(snapshot);
    let groups = group::groups(&sheets, &definitions, folder);
    let mut taken = Taken::by(&definitions);
    let types: Vec<_> = groups
        .into_iter()
        .map(|group| found(group, &definitions, &mut taken))
        .collect();
    let pages = settings::pages(&sheets, &types);
    let file = |path: Utf8PathBuf, text: String| NewFile {
        path,
        text,
        executable: false,
    };
    let written = types
        .iter()
        .map(|it| file(it.file(), write::definition(it, extended(it, &definitions))));
    let mut files: Vec<_> = written.collect();
    files.push(file(
        crate::repository::CONFIG_FILE.into(),
        settings::config(title, repository, &pages),
    ));
    let mut told: Vec<_> = types.iter().map(told::found).collect();
    told.push(format!("pages: {}", pages.join(", ")));
    Adoption {
        files,
        told,
        notes: types.iter().flat_map(told::notes).collect(),
        documents: types.iter().map(|it| it.group.sheets.len()).sum(),
        files_found: sheets.len(),
    }
}

fn found<'a>(group: Group<'a>, definitions: &Definitions, taken: &mut Taken) -> Type<'a> {
    let naming = taken.name(&group);
    let extended = naming
        .extends
        .and_then(|name| definitions.find(name))
        .map(|it| definitions.get(it));
    // A type of one's own has the fields of every type; a page has no others.
    let common = definitions.find("page").map(|it| definitions.get(it));
    let (fields, unfit) = match extended.or(common) {
        Some(base) => fields::fields(&group.sheets, base),
        None => Default::default(),
    };
    Type {
        states: states::states(&group.sheets, extended),
        sections: sections::sections(&group.sheets, extended),
        fields,
        unfit,
        naming,
        group,
    }
}

fn extended<'d>(of: &Type<'_>, definitions: &'d Definitions) -> Option<&'d Definition> {
    Some(definitions.get(definitions.find(of.naming.extends?)?))
}
