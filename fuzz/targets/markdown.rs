//! No Markdown becomes an element, an attribute or an address that a page must not have.

#![no_main]

use std::sync::{Arc, LazyLock};

use docent::diagnostic::shared_path;
use docent::parse::{self, Parsed};
use docent::render::Figures;
use docent::render::Phrases;
use docent::render::markdown::{self, Destination, Resolve};
use docent::repository::SourceFile;
use docent::span::Span;
use docent_fuzz::page::{assert_harmless, read};

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let words = include_str!("../../themes/default/words/en.yaml");
    Phrases::read(&[(shared_path("en.yaml"), words.to_owned())]).expect("words")
});

/// A site in which everything but what has a scheme leads somewhere.
struct Site {
    parsed: Parsed,
    mentions: Vec<Span>,
    figures: Figures,
}

impl Resolve for Site {
    fn mentions(&self) -> &[Span] {
        &self.mentions
    }

    fn at(&self, place: Span) -> Destination {
        self.written(place.text(&self.parsed.text))
    }

    fn written(&self, address: &str) -> Destination {
        match address.len() % 3 {
            0 => Destination::Page {
                href: "../rewrites/rw-1.html".to_owned(),
                title: format!("A \"title\" > {address}"),
            },
            1 => Destination::File {
                href: "../images/x.png".to_owned(),
                size: Some((4, 3)),
            },
            _ => Destination::Unknown,
        }
    }

    fn phrases(&self) -> &Phrases {
        &PHRASES
    }

    fn figures(&self) -> Option<&Figures> {
        Some(&self.figures)
    }
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let file = SourceFile {
        path: shared_path("decisions/0001.md"),
        content: Ok(Arc::from(text)),
    };
    let parsed = parse::parse(&file);
    let site = Site {
        mentions: parsed.body.mentions.iter().map(|it| it.span).collect(),
        figures: Figures::of(&parsed),
        parsed,
    };
    let html = markdown::render(&site.parsed, "Title", &site);
    assert_harmless("decisions/0001.md", &read(&html));
    markdown::contents(&site.parsed, "Title");
});
