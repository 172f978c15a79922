//! A job of GitHub Actions, as its runner would run it: steps in order, scripts by bash, with the variables, files and
//! checkouts that GitHub documents. What other actions do is not done but noted down, and `cargo` installs this docent.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use serde_yaml::Value;

use super::expression::{Contexts, fill, holds};
use super::repo::{Repo, git};

/// How much of the past is checked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    Whole,
    One,
}

/// A runner with a checkout.
pub struct Runner {
    home: Utf8PathBuf,
    variables: BTreeMap<String, String>,
    contexts: Contexts,
    paths: Vec<String>,
}

/// What a job did.
#[derive(Debug, Default)]
pub struct Done {
    /// Everything that its scripts printed.
    pub log: String,
    /// How the first step that failed ended.
    pub code: i32,
    /// The outputs of its steps, as `check.errors`.
    pub outputs: BTreeMap<String, String>,
    /// The actions that it used, with what they were given.
    pub used: Vec<(String, BTreeMap<String, String>)>,
    /// The summary of the job.
    pub summary: String,
}

/// Publishes a repository as GitHub does it for pull request 7 of its branch `topic`: `main`, all branches, and the merge
/// of the two.
pub fn open_pull_request(repo: Repo) -> Repo {
    let remote = repo.beside("remote.git");
    if !remote.exists() {
        repo.git(&["init", "--quiet", "--bare", "--initial-branch=main", remote.as_str()]);
    }
    repo.switch("main")
        .run(&["checkout", "--quiet", "--detach"])
        .merge("topic", "Merge topic into main")
        .run(&[
            "push",
            "--quiet",
            "--force",
            remote.as_str(),
            "HEAD:refs/pull/7/merge",
            "refs/heads/*:refs/heads/*",
        ])
        .switch("main")
}

impl Runner {
    /// A runner that checked out the merge of the pull request, as `actions/checkout` does.
    pub fn of_pull_request(repo: &Repo, depth: Depth) -> Self {
        let event = serde_json::json!({
            "action": "synchronize",
            "number": 7,
            "pull_request": {
                "number": 7,
                "state": "open",
                "base": { "ref": "main", "sha": repo.id("main").to_string() },
                "head": { "ref": "topic", "sha": repo.id("topic").to_string() },
            },
            "repository": { "default_branch": "main", "full_name": "acme/docs" },
        });
        let all = [
            "+refs/heads/*:refs/remotes/origin/*",
            "+refs/pull/7/merge:refs/remotes/pull/7/merge",
        ];
        let wanted: &[&str] = match depth {
            Depth::Whole => &all,
            Depth::One => &["--depth=1", "+refs/pull/7/merge:refs/remotes/pull/7/merge"],
        };
        let runner = Self::new(repo, wanted, "refs/remotes/pull/7/merge", &event);
        runner
            .with("GITHUB_EVENT_NAME", "pull_request")
            .with("GITHUB_BASE_REF", "main")
            .with("GITHUB_HEAD_REF", "topic")
            .with("GITHUB_REF", "refs/pull/7/merge")
            .with("GITHUB_REF_NAME", "7/merge")
    }

    /// A runner that checked out `main` after somebody pushed to it; before it stood at that revision.
    pub fn of_push(repo: &Repo, before: &str) -> Self {
        let event = serde_json::json!({
            "ref": "refs/heads/main",
            "before": repo.id(before).to_string(),
            "after": repo.id("main").to_string(),
            "repository": { "default_branch": "main", "full_name": "acme/docs" },
        });
        let wanted = ["+refs/heads/*:refs/remotes/origin/*"];
        let runner = Self::new(repo, &wanted, "refs/remotes/origin/main", &event);
        runner
            .with("GITHUB_EVENT_NAME", "push")
            .with("GITHUB_REF", "refs/heads/main")
            .with("GITHUB_REF_NAME", "main")
    }

    fn new(repo: &Repo, wanted: &[&str], checked_out: &str, event: &serde_json::Value) -> Self {
        let home = repo.beside("runner");
        // Every job has a machine of its own.
        let _ = std::fs::remove_dir_all(&home);
        for folder in ["work/docs", "temp", "fake", "files", "home"] {
            std::fs::create_dir_all(home.join(folder)).expect("a folder");
        }
        let workspace = home.join("work/docs");
        let remote = format!("file://{}", repo.beside("remote.git"));
        let run = |arguments: &[&str]| {
            let done = git(workspace.as_std_path()).args(arguments).status().expect("Git");
            assert!(done.success(), "git {arguments:?}");
        };
        run(&["init", "--quiet", "--initial-branch=main"]);
        run(&["remote", "add", "origin", &remote]);
        run(&[&["fetch", "--quiet", "--no-tags", "origin"][..], wanted].concat());
        run(&["checkout", "--quiet", "--force", "--detach", checked_out]);
        std::fs::write(home.join("event.json"), event.to_string()).expect("a file");
        fake_cargo(&home.join("fake"));
        let runner = Self {
            variables: BTreeMap::new(),
            contexts: Contexts::new(),
            paths: vec![home.join("fake").into(), home.join("home/.cargo/bin").into()],
            home: home.clone(),
        };
        runner
            .with("CI", "true")
            .with("GITHUB_ACTIONS", "true")
            .with("GITHUB_EVENT_PATH", home.join("event.json").as_str())
            .with("GITHUB_WORKSPACE", workspace.as_str())
            .with("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"))
            .with("GITHUB_REPOSITORY", "acme/docs")
            .with("GITHUB_SERVER_URL", "https://github.com")
            .with("RUNNER_TEMP", home.join("temp").as_str())
            .with("RUNNER_OS", "Linux")
            .with("RUNNER_ARCH", "X64")
            .context("github.event.repository.default_branch", "main")
    }

    /// Sets a variable of the runner, and what expressions call it.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        let (context, rest) = name.split_once('_').unwrap_or((name, ""));
        let name = format!("{}.{}", context.to_lowercase(), rest.to_lowercase());
        self.context(&name, value)
    }

    fn context(mut self, name: &str, value: &str) -> Self {
        self.contexts.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Where the checkout is.
    pub fn workspace(&self) -> Utf8PathBuf {
        self.home.join("work/docs")
    }

    /// Runs an action with these inputs; the others have their defaults.
    pub fn run_action(mut self, action: &Value, inputs: &[(&str, &str)]) -> Done {
        for (name, input) in action["inputs"].as_mapping().expect("inputs") {
            let default = input["default"].as_str().expect("a default that is a text");
            let name = format!("inputs.{}", name.as_str().expect("a name"));
            self.contexts.insert(name, default.to_owned());
        }
        for (name, value) in inputs {
            let before = self.contexts.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(before.is_some(), "there is no input `{name}`");
        }
        let mut done = self.run_steps(&action["runs"]["steps"]);
        for (name, output) in action["outputs"].as_mapping().expect("outputs") {
            let value = fill(output["value"].as_str().expect("a value"), &self.contexts);
            done.outputs.insert(name.as_str().expect("a name").to_owned(), value);
        }
        done
    }

    /// Runs a job of a workflow, if its condition holds.
    pub fn run_job(mut self, workflow: &Value, job: &str) -> Option<Done> {
        for (name, value) in workflow["env"].as_mapping().into_iter().flatten() {
            let (name, value) = (name.as_str().expect("a name"), scalar(value));
            self = self.context(&format!("env.{name}"), &value);
            self.variables.insert(name.to_owned(), value);
        }
        let job = &workflow["jobs"][job];
        let condition = job["if"].as_str().unwrap_or("always()");
        holds(condition, false, &self.contexts).then(|| self.run_steps(&job["steps"]))
    }

    fn run_steps(&mut self, steps: &Value) -> Done {
        let mut done = Done::default();
        for (number, step) in steps.as_sequence().expect("steps").iter().enumerate() {
            let id = step["id"]
                .as_str()
                .map_or_else(|| format!("step-{number}"), str::to_owned);
            self.contexts.insert(format!("steps.{id}"), String::new());
            let condition = step["if"].as_str().unwrap_or("'yes'");
            if !holds(condition, done.code != 0, &self.contexts) {
                continue;
            }
            if let Some(action) = step["uses"].as_str() {
                let given = self.filled(&step["with"]);
                done.used.push((action.to_owned(), given));
                continue;
            }
            let (code, log) = self.run_script(step);
            done.log.push_str(&log);
            if done.code == 0 {
                done.code = code;
            }
            for line in self.take("output").lines() {
                let (name, value) = line.split_once('=').expect("an output");
                self.contexts
                    .insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
                done.outputs.insert(format!("{id}.{name}"), value.to_owned());
            }
            let paths = self.take("path");
            self.paths.splice(0..0, paths.lines().map(str::to_owned));
        }
        done.summary = self.take("summary");
        done
    }

    fn run_script(&self, step: &Value) -> (i32, String) {
        let script = self.home.join("script.sh");
        std::fs::write(&script, fill(step["run"].as_str().expect("a script"), &self.contexts)).expect("a file");
        // As documented: a shell that is named fails on pipes too.
        let options: &[&str] = match step["shell"].as_str() {
            Some("bash") => &["--noprofile", "--norc", "-eo", "pipefail"],
            Some(other) => panic!("nobody has tried `{other}`"),
            None => &["-e"],
        };
        let mut bash = Command::new("bash");
        bash.args(options)
            .arg(&script)
            .current_dir(self.workspace())
            .env_clear();
        bash.envs(&self.variables).envs(self.filled(&step["env"]));
        for name in ["output", "path", "summary"] {
            let name = name.to_uppercase();
            let variable = if name == "SUMMARY" {
                "GITHUB_STEP_SUMMARY".to_owned()
            } else {
                format!("GITHUB_{name}")
            };
            bash.env(variable, self.home.join("files").join(name.to_lowercase()));
        }
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.paths.join(":"));
        bash.env("PATH", path)
            .env("HOME", self.home.join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("SOURCE_DATE_EPOCH", "1767258000");
        let output = bash.output().expect("bash");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let log = text(&output.stdout) + &text(&output.stderr);
        (output.status.code().expect("an exit code"), log)
    }

    fn filled(&self, values: &Value) -> BTreeMap<String, String> {
        let pairs = values.as_mapping().into_iter().flatten();
        let pair = |(name, value): (&Value, &Value)| {
            (
                name.as_str().expect("a name").to_owned(),
                fill(&scalar(value), &self.contexts),
            )
        };
        pairs.map(pair).collect()
    }

    /// What scripts wrote to one of the files that GitHub reads after each step.
    fn take(&self, name: &str) -> String {
        let file = self.home.join("files").join(name);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        if name != "summary" {
            let _ = std::fs::remove_file(file);
        }
        text
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).expect("YAML").trim().to_owned(),
    }
}

/// A `cargo` that installs the docent that is tested, and says what it was asked for.
pub fn fake_cargo(folder: &Utf8Path) {
    let docent = env!("CARGO_BIN_EXE_docent");
    let script = format!(
        "#!/bin/sh\necho \"cargo $*\"\nroot=\"$HOME/.cargo\"\nwhile [ $# -gt 0 ]; do\n  if [ \"$1\" = --root ]; then root=\"$2\"; \
         fi\n  shift\ndone\nmkdir -p \"$root/bin\" && ln -sf '{docent}' \"$root/bin/docent\"\n"
    );
    let cargo = folder.join("cargo");
    std::fs::write(&cargo, script).expect("a script");
    make_executable(cargo.as_std_path());
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("a script that can be run");
}
