//! The open files, and the organisations they are in.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use lsp_server::{Message, Notification, Request, RequestId};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileChangeType, InitializeParams,
    LogMessageParams, MessageType, PublishDiagnosticsParams, TextDocumentContentChangeEvent, Uri,
};
use serde::de::DeserializeOwned;

use super::address;
use super::capabilities;
use super::client::Client;
use super::diagnostics::Published;
use super::open_file::OpenFile;
use super::positions::Lines;
use super::root::{Place, Root, Update};
use super::view::{self, View};
use super::wire::Outgoing;
use crate::repository::CONFIG_FILE;

/// Ends of the names of files whose texts are read: nothing else says anything while it is typed.
const READ: [&str; 4] = ["md", "yaml", "yml", "csv"];

/// What a client has open.
pub(super) struct Session<'t> {
    out: Outgoing,
    pub(super) client: Client,
    /// The folders it works in.
    folders: Vec<Utf8PathBuf>,
    /// Organisations, by their root as the client spells it.
    roots: BTreeMap<Utf8PathBuf, Hosted>,
    /// Open files, by the address that the client gives them.
    open: BTreeMap<String, OpenFile>,
    today: &'t dyn Fn() -> Date,
}

/// An organisation, and what the client was told of it.
struct Hosted {
    root: Root,
    published: Published,
    /// Files whose texts have changed since the last diagnostics.
    touched: BTreeSet<Utf8PathBuf>,
}

impl<'t> Session<'t> {
    /// A client that has nothing open yet.
    pub(super) fn new(out: Outgoing, client: Client, params: &InitializeParams, today: &'t dyn Fn() -> Date) -> Self {
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
        #[expect(deprecated, reason = "clients from before there were several folders")]
        let single = params.root_uri.as_ref();
        let mut folders: Vec<_> = folders.filter_map(address::path).collect();
        if folders.is_empty() {
            folders.extend(single.and_then(address::path));
        }
        Self {
            out,
            client,
            folders,
            roots: BTreeMap::new(),
            open: BTreeMap::new(),
            today,
        }
    }

    /// Takes in what the client tells. What cannot be read is passed over: there is nobody to answer.
    pub(super) fn take(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => read(params, |params| self.opened(params)),
            "textDocument/didChange" => read(params, |params| self.changed(params)),
            "textDocument/didClose" => read(params, |params| self.closed(&params)),
            "textDocument/didSave" => read(params, |params| self.saved(&params)),
            "workspace/didChangeWatchedFiles" => read(params, |params| self.files_changed(params)),
            "workspace/didChangeWorkspaceFolders" => read(params, |params| self.folders_changed(&params)),
            _ => {}
        }
    }

    fn initialized(&self) {
        if self.client.watches {
            let request = Request::new(
                RequestId::from("docent-watch".to_owned()),
                "client/registerCapability".to_owned(),
                capabilities::watching(),
            );
            self.out.send(&Message::Request(request));
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let key = document.uri.as_str().to_owned();
        let mut file = OpenFile {
            uri: document.uri,
            version: document.version,
            text: document.text.into(),
            place: None,
        };
        self.place(&mut file);
        self.lay_over(&file);
        if !self.client.watches
            && let Some(hosted) = self.hosted(&file)
        {
            hosted.root.files_moved();
        }
        self.open.insert(key, file);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let encoding = self.client.encoding;
        let Some(file) = self.open.get_mut(params.text_document.uri.as_str()) else {
            return;
        };
        let mut text = file.text.to_string();
        for change in params.content_changes {
            let TextDocumentContentChangeEvent {
                range, text: inserted, ..
            } = change;
            match range {
                None => text = inserted,
                Some(range) => {
                    let span = Lines::new(&text, encoding).span(range);
                    text.replace_range(span.range(), &inserted);
                }
            }
        }
        file.text = text.into();
        file.version = params.text_document.version;
        let Some((root, path)) = &file.place else { return };
        if let Some(hosted) = self.roots.get_mut(root) {
            hosted.root.lay_over(path, Arc::clone(&file.text));
            hosted.touched.insert(path.clone());
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        let Some(file) = self.open.remove(params.text_document.uri.as_str()) else {
            return;
        };
        let Some((root, path)) = &file.place else { return };
        if let Some(hosted) = self.roots.get_mut(root) {
            hosted.root.uncover(path);
            hosted.touched.insert(path.clone());
        }
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        let file = self.open.get(params.text_document.uri.as_str());
        let place = file.and_then(|file| file.place.clone());
        if !self.client.watches
            && let Some((root, _)) = place
            && let Some(hosted) = self.roots.get_mut(&root)
        {
            hosted.root.files_moved();
        }
    }

    fn files_changed(&mut self, params: DidChangeWatchedFilesParams) {
        let mut configured = false;
        for event in params.changes {
            let Some(file) = address::path(&event.uri) else {
                continue;
            };
            let is_same = event.typ == FileChangeType::CHANGED;
            configured |= !is_same && file.file_name() == Some(CONFIG_FILE);
            for hosted in self.roots.values_mut() {
                let Some(path) = hosted.root.within(&file) else {
                    continue;
                };
                match is_same && !path.starts_with(".git") {
                    true => hosted.root.file_changed(path),
                    false => hosted.root.files_moved(),
                }
            }
        }
        if configured {
            self.place_all();
        }
    }

    fn folders_changed(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[lsp_types::WorkspaceFolder]| -> Vec<Utf8PathBuf> {
            folders.iter().filter_map(|folder| address::path(&folder.uri)).collect()
        };
        let removed = paths(&params.event.removed);
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths(&params.event.added));
        let used: BTreeSet<_> = self
            .open
            .values()
            .filter_map(|file| Some(&file.place.as_ref()?.0))
            .collect();
        self.roots.retain(|root, _| used.contains(root));
    }

    /// Finds the organisations of all open files anew: one has begun or ended.
    fn place_all(&mut self) {
        self.roots.clear();
        let mut open = std::mem::take(&mut self.open);
        for file in open.values_mut() {
            self.place(file);
            self.lay_over(file);
        }
        self.open = open;
    }

    /// Finds the organisation of a file, and opens it where it is not open yet.
    fn place(&mut self, file: &mut OpenFile) {
        file.place = None;
        let path = address::path(&file.uri);
        let Some(path) = path.filter(|path| path.extension().is_some_and(|it| READ.contains(&it))) else {
            return;
        };
        let place = match Place::around(&path, &self.folders) {
            Ok(Some(place)) => place,
            Ok(None) => return,
            Err(error) => return self.log(&error.to_string()),
        };
        let spelled = place.spelled.clone();
        if !self.roots.contains_key(&spelled) {
            let today = (self.today)();
            let root = match catch_unwind(|| Root::open(place, today)) {
                Ok(Ok(root)) => root,
                Ok(Err(error)) => return self.log(&error.to_string()),
                Err(_) => return self.log("the organisation could not be read; please report this"),
            };
            let published = Published::start(&root.organisation().checked.diagnostics);
            let hosted = Hosted {
                root,
                published,
                touched: BTreeSet::new(),
            };
            self.roots.insert(spelled.clone(), hosted);
        }
        let within = self.roots.get(&spelled).and_then(|it| it.root.within(&path));
        file.place = within.map(|within| (spelled, within.to_owned()));
    }

    fn lay_over(&mut self, file: &OpenFile) {
        let Some((root, path)) = &file.place else { return };
        if let Some(hosted) = self.roots.get_mut(root) {
            hosted.root.lay_over(path, Arc::clone(&file.text));
            hosted.touched.insert(path.clone());
        }
    }

    fn hosted(&mut self, file: &OpenFile) -> Option<&mut Hosted> {
        self.roots.get_mut(&file.place.as_ref()?.0)
    }

    /// Brings all organisations up to date and tells what is found in them.
    pub(super) fn publish(&mut self) {
        let roots: Vec<_> = self.roots.keys().cloned().collect();
        for root in roots {
            self.update(&root);
            let Some(hosted) = self.roots.get_mut(&root) else {
                continue;
            };
            let touched = std::mem::take(&mut hosted.touched);
            let touched: Vec<&Utf8Path> = touched.iter().map(Utf8PathBuf::as_path).collect();
            let news = hosted.published.news(&hosted.root, self.client, &touched);
            for news in news {
                let at = (&root, &*news.path);
                let is_it = |file: &&OpenFile| file.place.as_ref().is_some_and(|(root, path)| (root, &**path) == at);
                let open = self.open.values().find(is_it);
                let uri = open
                    .map(|file| file.uri.clone())
                    .or_else(|| view::uri(&hosted.root, &news.path));
                let Some(uri) = uri else { continue };
                let params = PublishDiagnosticsParams {
                    uri,
                    diagnostics: news.diagnostics,
                    version: open.map(|file| file.version),
                };
                let notification = Notification::new("textDocument/publishDiagnostics".to_owned(), params);
                self.out.send(&Message::Notification(notification));
            }
        }
    }

    /// Takes in what was noted of an organisation. If that fails, which would be a mistake of ours, the organisation is
    /// opened again rather than left half changed.
    fn update(&mut self, root: &Utf8Path) {
        let today = (self.today)();
        let Some(hosted) = self.roots.get_mut(root) else { return };
        match catch_unwind(AssertUnwindSafe(|| hosted.root.update(today))) {
            Ok(Update::Moved) => hosted
                .published
                .start_again(&hosted.root.organisation().checked.diagnostics),
            Ok(Update::Nothing | Update::Edited) => {}
            Err(_) => {
                self.log("the change could not be taken in, and everything is read anew; please report this");
                self.roots.remove(root);
                self.place_all();
            }
        }
    }

    /// An open file in its organisation, brought up to date; `None` for a file that is not open or in none.
    pub(super) fn view(&mut self, uri: &Uri) -> Option<View<'_>> {
        let (root, _) = self.open.get(uri.as_str())?.place.clone()?;
        self.update(&root);
        let file = self.open.get(uri.as_str())?;
        let (root, path) = file.place.as_ref()?;
        let root = &self.roots.get(root)?.root;
        Some(View {
            root,
            client: self.client,
            files: &self.open,
            path,
            text: &file.text,
            lines: Lines::new(&file.text, self.client.encoding),
        })
    }

    /// All organisations, brought up to date.
    pub(super) fn roots(&mut self) -> impl Iterator<Item = &Root> {
        let roots: Vec<_> = self.roots.keys().cloned().collect();
        for root in roots {
            self.update(&root);
        }
        self.roots.values().map(|hosted| &hosted.root)
    }

    fn log(&self, message: &str) {
        let params = LogMessageParams {
            typ: MessageType::WARNING,
            message: format!("docent: {message}"),
        };
        let notification = Notification::new("window/logMessage".to_owned(), params);
        self.out.send(&Message::Notification(notification));
    }
}

fn read<P: DeserializeOwned>(params: serde_json::Value, take: impl FnOnce(P)) {
    if let Ok(params) = serde_json::from_value(params) {
        take(params);
    }
}
