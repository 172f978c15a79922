//! Neovim, without a screen: a real editor with the real server. Skipped where Neovim is missing.

use std::io::Write;
use std::process::Command;

use super::{PATH, STREAM, organisation};

/// Opens a document with a mistake, waits for its diagnostics, hovers, completes, and goes to a definition.
const SCRIPT: &str = r#"
local function fail(message) print(message) vim.cmd('cquit 1') end
local function wait(what, ready)
  if not vim.wait(60000, ready, 20) then fail('waited for ' .. what) end
end
local ok, message = pcall(function()
  vim.cmd('edit rewrites/0012-stream.md')
  local id = vim.lsp.start_client({ name = 'docent', cmd = { vim.env.DOCENT, 'lsp', '--today', '2026-03-14' }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, id)
  local function messages(wanted)
    for _, found in ipairs(vim.diagnostic.get(0)) do
      if found.code == wanted then return found end
    end
  end
  wait('a diagnostic', function() return messages('reference-unknown') ~= nil end)
  local found = messages('reference-unknown')
  local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, true)[1]
  print('under the diagnostic: ' .. line:sub(found.col + 1, found.end_col))
  vim.api.nvim_buf_set_text(0, found.lnum, found.col, found.lnum, found.end_col, { 'MET-7' })
  wait('it to be mended', function() return messages('reference-unknown') == nil end)
  local position = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = found.lnum, character = found.col + 2 } }
  local function ask(method)
    local answers = vim.lsp.buf_request_sync(0, method, position, 60000)
    return answers[id].result
  end
  print('hover: ' .. ask('textDocument/hover').contents.value:match('[^\n]*'))
  print('definition: ' .. ask('textDocument/definition').uri:match('[^/]*$'))
  print('completion: ' .. ask('textDocument/completion').items[1].label)
  vim.lsp.stop_client(id)
  wait('its end', function() return vim.lsp.get_client_by_id(id) == nil or vim.lsp.get_client_by_id(id).is_stopped() end)
end)
if not ok then fail(message) end
vim.cmd('qall!')
"#;

#[test]
fn neovim_shows_diagnostics_and_asks_its_questions() {
    let has_neovim = Command::new("nvim")
        .arg("--version")
        .output()
        .is_ok_and(|it| it.status.success());
    if !has_neovim {
        let _ = writeln!(std::io::stderr(), "skipped: there is no Neovim here");
        return;
    }
    let repo = organisation().write(PATH, STREAM.replace("[MET-7,", "[MET-9,"));
    let script = repo.beside("script.lua");
    std::fs::write(&script, SCRIPT).expect("a script");
    let home = repo.beside("home");
    std::fs::create_dir(&home).expect("a folder");
    let output = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-S", script.as_str()])
        .current_dir(repo.root())
        .env("DOCENT", env!("CARGO_BIN_EXE_docent"))
        .env("HOME", &home)
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("Neovim runs");
    let said = String::from_utf8_lossy(&output.stderr).replace('\r', "");
    assert!(output.status.success(), "{said}");
    for line in [
        "under the diagnostic: MET-9",
        "hover: **Position age**",
        "definition: 0007-position-age.md",
        "completion: MET-7",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}
