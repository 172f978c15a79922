//! Atom feeds: `feed.xml` with everything that is new, and one in the folder of each type.
//!
//! A feed is read away from its site, so every address in it is absolute. Without the address of the site there is none.
//! An entry is what one commit did to one document; its id is made from both, so that it stays the same when the site moves
//! and when the document is renamed.

use sha2::{Digest, Sha256};

use super::xml;
use crate::definition::{Definition, TypeIndex};
use crate::model::Value;
use crate::render::{self, Doing, Input, News, NewsItem, Phrases};

/// Most entries of the feed of everything, and of the feed of a type.
const MOST: usize = 50;
const MOST_OF_TYPE: usize = 30;
/// Longest title and summary, in characters.
const LONGEST: usize = 300;
/// Most tags that an entry carries.
const MOST_TAGS: usize = 20;

/// What a feed is of.
struct Feed<'a> {
    route: String,
    /// The page that it tells of.
    page: String,
    title: String,
    items: Vec<&'a NewsItem>,
}

/// All feeds, by route.
pub(super) fn files(input: &Input<'_>, news: &News, phrases: &Phrases) -> Vec<(String, String)> {
    let Some(base) = input.base_url.map(|base| base.trim_end_matches('/')) else {
        return Vec::new();
    };
    let config = &input.corpus.config;
    let mut feeds = vec![Feed {
        route: render::feed_route(None),
        page: String::new(),
        title: phrases.fill("sharing.feed", &[("site", &config.title)]),
        items: news.items.iter().take(MOST).collect(),
    }];
    for (index, definition) in input
        .corpus
        .definitions
        .iter()
        .filter(|(index, _)| has_feed(input, *index))
    {
        let own = news.items.iter().filter(|item| item.definition == index);
        feeds.push(Feed {
            route: render::feed_route(Some(definition)),
            page: render::listing_route(definition),
            title: phrases.fill(
                "sharing.feed_of",
                &[("site", &config.title), ("type", &definition.plural)],
            ),
            items: own.take(MOST_OF_TYPE).collect(),
        });
    }
    let writer = Writer { input, phrases, base };
    feeds
        .into_iter()
        .map(|feed| (feed.route.clone(), writer.feed(&feed)))
        .collect()
}

/// Whether the documents of a type have a feed of their own: plain pages have none.
fn has_feed(input: &Input<'_>, index: TypeIndex) -> bool {
    input.corpus.definitions.get(index).type_name != "page"
}

struct Writer<'a> {
    input: &'a Input<'a>,
    phrases: &'a Phrases,
    base: &'a str,
}

impl Writer<'_> {
    fn feed(&self, feed: &Feed<'_>) -> String {
        let config = &self.input.corpus.config;
        let newest = feed.items.iter().map(|item| item.at).max();
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <title>{}</title>\n",
            xml::text(&config.language),
            xml::text(&feed.title)
        );
        if !config.description.is_empty() {
            text.push_str(&format!("<subtitle>{}</subtitle>\n", xml::text(&config.description)));
        }
        text.push_str(&format!(
            "<id>{}</id>\n<updated>{}</updated>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<generator version=\"{}\">docent</generator>\n",
            self.address(&feed.route),
            newest.unwrap_or(jiff::Timestamp::UNIX_EPOCH),
            self.address(&feed.route),
            self.address(&feed.page.replace("index.html", "")),
            env!("CARGO_PKG_VERSION"),
        ));
        for item in &feed.items {
            self.entry(item, &mut text);
        }
        text.push_str("</feed>\n");
        text
    }

    fn entry(&self, item: &NewsItem, text: &mut String) {
        let definition = self.input.corpus.definitions.get(item.definition);
        let document = item.document.map(|index| self.input.corpus.get(index));
        let page = document.map_or(render::CHANGES, |document| document.route.as_str());
        let name = if item.id.is_empty() {
            item.title.clone()
        } else {
            format!("{} {}", item.id, item.title)
        };
        let title = format!("{}: {}", short(&name), self.doing(&item.doing));
        text.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<published>{at}</published>\n<updated>{at}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<author><name>{}</name></author>\n",
            xml::text(&title),
            urn(item),
            self.address(page),
            xml::text(&item.author),
            at = item.at,
        ));
        for (term, label) in self.categories(item, definition) {
            text.push_str(&format!(
                "<category term=\"{}\" label=\"{}\"/>\n",
                xml::text(&term),
                xml::text(&label)
            ));
        }
        let summary = self.summary(
            item,
            &name,
            document.and_then(|document| document.fields.text("summary")),
        );
        text.push_str(&format!(
            "<summary type=\"text\">{}</summary>\n</entry>\n",
            xml::text(&summary)
        ));
    }

    fn categories(&self, item: &NewsItem, definition: &Definition) -> Vec<(String, String)> {
        let mut categories = vec![(definition.type_name.clone(), definition.name.clone())];
        let Some(document) = item.document.map(|index| self.input.corpus.get(index)) else {
            return categories;
        };
        categories.extend(
            self.input
                .corpus
                .state_name(document)
                .map(|it| (it.to_owned(), it.to_owned())),
        );
        if let Some(Value::List(tags)) = document.fields.value("tags") {
            let tags = tags.iter().filter_map(|tag| tag.value.as_text()).take(MOST_TAGS);
            categories.extend(tags.map(|tag| (tag.to_owned(), tag.to_owned())));
        }
        categories
    }

    /// What happened, in a word or two.
    fn doing(&self, doing: &Doing) -> String {
        match doing {
            Doing::Created => self.phrases.say("sharing.created").to_owned(),
            Doing::Deleted => self.phrases.say("sharing.deleted").to_owned(),
            Doing::Restored => self.phrases.say("sharing.restored").to_owned(),
            Doing::Edited => self.phrases.say("sharing.edited").to_owned(),
            Doing::Moved { from, to } => self.phrases.fill("sharing.moved", &[("from", from), ("to", to)]),
        }
    }

    /// What happened in a sentence, what it says otherwise now, and what the document is about.
    fn summary(&self, item: &NewsItem, name: &str, about: Option<&str>) -> String {
        let key = match &item.doing {
            Doing::Created => "sharing.says_created",
            Doing::Deleted => "sharing.says_deleted",
            Doing::Restored => "sharing.says_restored",
            Doing::Edited => "sharing.says_edited",
            Doing::Moved { .. } => "sharing.says_moved",
        };
        let (from, to) = match &item.doing {
            Doing::Moved { from, to } => (from.as_str(), to.as_str()),
            _ => ("", ""),
        };
        let name = short(name);
        let mut sentences = vec![self.phrases.fill(
            key,
            &[("name", &name), ("author", &item.author), ("from", &from), ("to", &to)],
        )];
        if !item.changed.is_empty() {
            let names = short(&item.changed.join(", "));
            sentences.push(self.phrases.fill("sharing.what_changed", &[("names", &names)]));
        }
        sentences.extend(about.map(short));
        sentences.join(" ")
    }

    fn address(&self, route: &str) -> String {
        xml::address(&format!("{}/{}", self.base, render::encode_path(route)))
    }
}

/// The beginning of a text that is too long for a line.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The id of an entry: a UUID of version 8, made from the commit and the document.
fn urn(item: &NewsItem) -> String {
    let mut digest = Sha256::new();
    digest.update(item.commit.to_string());
    digest.update([0]);
    digest.update(if item.id.is_empty() { &item.title } else { &item.id });
    let digest = digest.finalize();
    let mut hex = String::with_capacity(36);
    for (at, byte) in digest.iter().take(16).enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        let byte = match at {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        hex.push_str(&format!("{byte:02x}"));
    }
    format!("urn:uuid:{hex}")
}
