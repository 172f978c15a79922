//! Whatever stands in the file that history is kept in between runs: nothing panics, and a file that docent did not write
//! counts as none.

#![no_main]

use std::process::Command;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use docent::history::{self, History};
use docent::model::Corpus;
use docent::repository::Repository;
use docent_fuzz::gathered;

/// A repository with a past, and the cache as docent writes it.
struct Past {
    _folder: tempfile::TempDir,
    repository: Repository,
    corpus: Corpus,
    cache: std::path::PathBuf,
    written: Vec<u8>,
    told: String,
}

fn git(root: &Utf8Path, arguments: &[&str]) {
    let done = Command::new("git")
        .current_dir(root)
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .status();
    assert!(done.expect("Git").success(), "git {arguments:?}");
}

static PAST: LazyLock<std::sync::Mutex<Past>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
    git(&root, &["init", "--quiet", "--initial-branch=main"]);
    std::fs::create_dir(root.join("decisions")).expect("a folder");
    for (turn, status) in ["draft", "proposed", "accepted"].into_iter().enumerate() {
        let text = format!("---\nstatus: {status}\n---\n# Queue {turn}\n");
        std::fs::write(root.join(format!("decisions/000{turn}-queue.md")), &text).expect("a file");
        std::fs::write(root.join("decisions/0009-one.md"), &text).expect("a file");
        git(&root, &["add", "--all"]);
        git(
            &root,
            &[
                "commit",
                "--quiet",
                "--message",
                "Change it\n\nReviewed-by: Bo <bo@example.org>",
            ],
        );
    }
    let repository = Repository::open(&root).expect("a repository");
    let corpus = gathered(&repository.work_tree().expect("its files"));
    let told = tell(&history::read(&repository, &corpus));
    let kept = repository.cache_folder().expect("a folder");
    let mut files = std::fs::read_dir(&kept).expect("a cache").flatten().map(|it| it.path());
    let cache = files.find(|it| it.is_file()).expect("a file");
    std::sync::Mutex::new(Past {
        written: std::fs::read(&cache).expect("bytes"),
        _folder: folder,
        repository,
        corpus,
        cache,
        told,
    })
});

/// All that a history says, without how it came to know it.
fn tell(history: &History) -> String {
    let mut all: Vec<_> = history.iter().map(|(path, it)| format!("{path} {it:?}")).collect();
    all.sort();
    format!("{:?} {all:?}", history.reach)
}

/// As the cache has it.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        sum = (sum ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(29);
    }
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    sum ^ bytes.len() as u64
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let past = PAST.lock().expect("one at a time");
    let Some((way, edits)) = data.split_first() else { return };
    let mut bytes = match way % 3 {
        0 => edits.to_vec(),
        // Positions and what is written there.
        _ => {
            let mut bytes = past.written.clone();
            bytes.truncate(bytes.len() - 8);
            for edit in edits.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % bytes.len();
                bytes[at] = edit[2];
            }
            bytes
        }
    };
    let is_sealed = way % 3 == 2;
    let sum = if is_sealed {
        checksum(&bytes)
    } else {
        checksum(&past.written)
    };
    bytes.extend_from_slice(&sum.to_le_bytes());
    let is_changed = bytes != past.written;
    std::fs::write(&past.cache, &bytes).expect("written");
    let history = history::read(&past.repository, &past.corpus);
    // With the right checksum it may say anything: it only must not panic.
    if !is_sealed || !is_changed {
        assert_eq!(tell(&history), past.told);
    }
});
