//! What others on the machine, and pages of other sites, get to see and to do.

use std::io::{Read, Write};

use crate::served::serve;
use crate::support::client::{connect, send};
use crate::support::repo::Repo;

fn small() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Northwind\npages: [pages]\n")
        .write("secret.txt", "the secret")
        .write("pages/a.md", "# A page\n\nWords.\n")
        .commit("Begin")
}

#[test]
fn a_foreign_name_is_refused() {
    let served = serve(&small(), &[]);
    for host in ["evil.example", "evil.example:4000", "localhost.evil.example", ""] {
        let answer = send(
            served.port,
            format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes(),
        );
        assert_eq!(answer.code, 403, "{host}");
        assert!(!answer.text().contains("Northwind"));
    }
    let none = send(served.port, b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(none.code, 403);
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}:{}\r\n\r\n", served.port);
        assert_eq!(send(served.port, request.as_bytes()).code, 200, "{host}");
    }
}

#[test]
fn nothing_but_the_site_is_there() {
    let served = serve(&small(), &[]);
    for address in [
        "/secret.txt",
        "/docent.yaml",
        "/.git/config",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "/-docent/../secret.txt",
        "/-docent/",
        "/-docent/preview.html",
        "/pages/a.html%00.md",
    ] {
        let answer = served.get(address);
        assert_eq!(answer.code, 404, "{address}");
        assert!(!answer.text().contains("the secret"), "{address}");
    }
    assert_eq!(served.get("//evil.example/").code, 400);
    assert_eq!(served.get("/%zz").code, 400);
}

#[test]
fn it_can_only_be_read() {
    let served = serve(&small(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"] {
        let request = format!(
            "{method} / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 4\r\n\r\nbody",
            served.port
        );
        let answer = send(served.port, request.as_bytes());
        assert_eq!(answer.code, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    let request = format!("HEAD /pages/a.html HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", served.port);
    let head = send(served.port, request.as_bytes());
    assert_eq!((head.code, head.body.len()), (200, 0));
    assert!(head.header("content-length").is_some_and(|it| it != "0"));
}

#[test]
fn what_is_too_long_is_not_read() {
    let served = serve(&small(), &[]);
    let mut request = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nX: ", served.port).into_bytes();
    request.extend(std::iter::repeat_n(b'x', 100_000));
    assert_eq!(send(served.port, &request).code, 431);
    let long = format!("/{}", "a".repeat(10_000));
    assert_eq!(served.get(&long).code, 404);
}

#[test]
fn whoever_is_slow_keeps_nobody_waiting() {
    let served = serve(&small(), &[]);
    let mut slow: Vec<_> = (0..60).map(|_| connect(served.port)).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HT").expect("a few bytes");
    }
    assert_eq!(served.get("/").code, 200);
    // In the end each is told so and let go.
    let mut answer = String::new();
    slow[0].read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[test]
fn a_page_is_told_what_it_may_do() {
    let served = serve(&small(), &[]);
    let page = served.get("/pages/a.html");
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'") && policy.ends_with("connect-src 'self'"),
        "{policy}"
    );
    assert!(!page.text().contains("http-equiv=\"Content-Security-Policy\""));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let style = served.get("/assets/docent.css");
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    let missing = served.get("/no/such/page.html");
    assert_eq!(missing.code, 404);
    assert!(missing.text().contains("<h1"), "{}", missing.text());
    let folder = served.get("/pages");
    assert_eq!((folder.code, folder.header("location")), (404, None));
    let folder = served.get("/rules");
    assert_eq!((folder.code, folder.header("location")), (308, Some("/rules/")));
}
