//! What a commit object says.

use std::sync::Arc;

use crate::repository::ObjectId;

/// Largest part of a message that is read: a subject and trailers need little, and some commits carry whole change logs.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// The part of a commit that ties it to others.
#[derive(Debug)]
pub(super) struct Head {
    /// The files.
    pub(super) tree: ObjectId,
    /// The commits before it.
    pub(super) parents: Vec<ObjectId>,
    /// Seconds since 1970 when it was committed; 0 when that cannot be read.
    pub(super) committed: i64,
}

/// What a commit says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    /// Who made the change and when.
    pub(super) author: Signature,
    /// When it was committed.
    pub(super) committed: Option<Clock>,
    /// First paragraph of the message in one line.
    pub(super) subject: Arc<str>,
    /// People named by trailers, with name and address.
    pub(super) credits: Vec<(Role, String, String)>,
}

/// Who and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) when: Option<Clock>,
}

/// What somebody's clock showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// Seconds since 1970.
    pub(super) seconds: i64,
    /// Minutes ahead of UTC.
    pub(super) offset: i32,
}

/// What a trailer at the end of a commit message says that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// `Co-authored-by`: wrote it together with the author.
    CoAuthor,
    /// `Reviewed-by`: read it and found it good.
    Reviewer,
    /// `Approved-by`: agreed to it.
    Approver,
    /// `Acked-by`: agreed to it, perhaps without reading all of it.
    Acknowledger,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 4] = [Role::CoAuthor, Role::Reviewer, Role::Approver, Role::Acknowledger];

    /// The trailer that says so.
    pub fn trailer(self) -> &'static str {
        match self {
            Role::CoAuthor => "Co-authored-by",
            Role::Reviewer => "Reviewed-by",
            Role::Approver => "Approved-by",
            Role::Acknowledger => "Acked-by",
        }
    }
}

impl Head {
    /// Reads a commit object; `None` when it is none.
    pub(super) fn read(commit: &[u8]) -> Option<Self> {
        let mut tree = None;
        let mut parents = Vec::new();
        let mut committed = 0;
        for line in headers(commit) {
            if let Some(id) = line.strip_prefix(b"tree ") {
                tree = ObjectId::from_hex(id);
            } else if let Some(id) = line.strip_prefix(b"parent ") {
                parents.push(ObjectId::from_hex(id)?);
            } else if let Some(signature) = line.strip_prefix(b"committer ") {
                committed = clock(signature).map_or(0, |clock| clock.seconds);
                break;
            }
        }
        Some(Self {
            tree: tree?,
            parents,
            committed,
        })
    }
}

impl Detail {
    /// Reads a commit object.
    pub(super) fn read(commit: &[u8]) -> Self {
        let mut author = &b""[..];
        let mut committer = &b""[..];
        let mut encoding = &b""[..];
        let mut length = 0;
        for line in headers(commit) {
            length += line.len() + 1;
            if let Some(signature) = line.strip_prefix(b"author ") {
                author = signature;
            } else if let Some(signature) = line.strip_prefix(b"committer ") {
                committer = signature;
            } else if let Some(name) = line.strip_prefix(b"encoding ") {
                encoding = name;
            }
        }
        let message = commit.get(length + 1..).unwrap_or_default();
        let message = text(&message[..message.len().min(MAX_MESSAGE_BYTES)], encoding);
        let (name, email) = person(&text(author, encoding));
        Self {
            author: Signature {
                name,
                email,
                when: clock(author),
            },
            committed: clock(committer),
            subject: Arc::from(subject(&message)),
            credits: credits(&message),
        }
    }
}

/// The lines before the message.
fn headers(commit: &[u8]) -> impl Iterator<Item = &[u8]> {
    commit.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty())
}

/// Text in the encoding that the commit names. Besides UTF-8 only Latin-1 is known, which is what old commits have; the
/// rest is shown as far as it is UTF-8.
fn text(bytes: &[u8], encoding: &[u8]) -> String {
    let latin = ["iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"];
    let is_latin = latin.iter().any(|name| encoding.eq_ignore_ascii_case(name.as_bytes()));
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if is_latin => bytes.iter().copied().map(char::from).collect(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Name and address in `Name <address> …`; either may be empty.
fn person(text: &str) -> (String, String) {
    let Some((name, rest)) = text.split_once('<') else {
        return (text.trim().to_owned(), String::new());
    };
    let address = rest.split('>').next().unwrap_or_default();
    (name.trim().to_owned(), address.trim().to_owned())
}

/// The `1700000000 +0100` at the end of a signature.
fn clock(signature: &[u8]) -> Option<Clock> {
    let after = signature.rsplit(|byte| *byte == b'>').next()?;
    let mut words = std::str::from_utf8(after).ok()?.split_ascii_whitespace();
    let seconds = words.next()?.parse().ok()?;
    Some(Clock {
        seconds,
        offset: words.next().and_then(offset).unwrap_or(0),
    })
}

/// Minutes in `+0130`.
fn offset(zone: &str) -> Option<i32> {
    let number: i32 = zone.parse().ok()?;
    Some(number / 100 * 60 + number % 100).filter(|minutes| minutes.abs() < 24 * 60)
}

fn subject(message: &str) -> String {
    let lines = message.lines().map(str::trim).skip_while(|line| line.is_empty());
    let lines: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// The people named in the last paragraph of a message, each once in a role.
fn credits(message: &str) -> Vec<(Role, String, String)> {
    let lines: Vec<_> = message.trim_end().lines().map(str::trim).collect();
    let mut credits = Vec::new();
    for line in lines.rsplit(|line| line.is_empty()).next().unwrap_or_default() {
        let Some((token, value)) = line.split_once(':') else {
            continue;
        };
        let named = |role: &Role| role.trailer().eq_ignore_ascii_case(token.trim());
        if let Some(role) = Role::ALL.into_iter().find(named) {
            let (name, email) = person(value);
            let credit = (role, name, email);
            if !(credit.1.is_empty() && credit.2.is_empty() || credits.contains(&credit)) {
                credits.push(credit);
            }
        }
    }
    credits
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";

    #[test]
    fn a_commit_says_who_when_and_why() {
        let text = format!(
            "{TREE}parent 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada L <ada@x.org> 1700000000 +0130\n\
             committer Bot <> 1700000600 -0800\ngpgsig -----BEGIN\n \n -----END\n\nAccept the\nproposal\n\nBecause.\n\n\
             Co-authored-by: Bo <bo@x.org>\nreviewed-by: Cy <cy@x.org>\nApproved-by: dee@x.org\nAcked-by: Cy <cy@x.org>\n\
             Signed-off-by: Ada L <ada@x.org>\n"
        );
        let head = Head::read(text.as_bytes()).expect("a commit");
        assert_eq!((head.parents.len(), head.committed), (1, 1_700_000_600));
        let detail = Detail::read(text.as_bytes());
        assert_eq!(detail.author.name, "Ada L");
        assert_eq!(detail.author.email, "ada@x.org");
        assert_eq!(
            detail.author.when,
            Some(Clock {
                seconds: 1_700_000_000,
                offset: 90
            })
        );
        assert_eq!(detail.committed.map(|it| it.offset), Some(-480));
        assert_eq!(&*detail.subject, "Accept the proposal");
        let credits: Vec<_> = detail
            .credits
            .iter()
            .map(|(role, name, _)| (*role, name.as_str()))
            .collect();
        let expected = [
            (Role::CoAuthor, "Bo"),
            (Role::Reviewer, "Cy"),
            (Role::Approver, "dee@x.org"),
            (Role::Acknowledger, "Cy"),
        ];
        assert_eq!(credits, expected);
    }

    #[test]
    fn odd_commits_are_read_as_far_as_they_go() {
        let detail = |text: &[u8]| Detail::read(text);
        let nobody = detail(format!("{TREE}author  <> 0 +0000\ncommitter  <> 0 +0000\n\n").as_bytes());
        assert_eq!((nobody.author.name.as_str(), &*nobody.subject), ("", ""));
        let undated = detail(format!("{TREE}author A <a> \n\nx").as_bytes());
        assert_eq!(undated.author.when, None);
        let old = detail(format!("{TREE}author A <a> -2208988800 +9999\n\nx").as_bytes());
        assert_eq!(
            old.author.when,
            Some(Clock {
                seconds: -2_208_988_800,
                offset: 0
            })
        );
        let latin = [
            TREE.as_bytes(),
            b"author Ren\xe9 <r> 1 +0000\nencoding ISO-8859-1\n\ncaf\xe9",
        ]
        .concat();
        assert_eq!(detail(&latin).author.name, "René");
        assert_eq!(&*detail(&latin).subject, "café");
        assert_eq!(&*detail(b"\n\ncaf\xe9").subject, "caf\u{fffd}");
        assert!(Head::read(b"garbage").is_none());
        assert!(Head::read(b"").is_none());
    }
}
