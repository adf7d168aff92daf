//! The committee's pack: the same of a forecast on its page, in its PDF and as it was asked for.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_web::routes::Method;
use server::{Answer, Server, route};

const COMMISSIONER: Option<Role> = Some(Role::Commissioner);

fn ask(server: &mut Server, address: &str) -> Answer {
    let path = address.split('?').next().unwrap();
    server.ask(route(Method::Get, path), address, COMMISSIONER, &[])
}

#[test]
fn a_pack_says_what_its_forecast_says() {
    let mut server = Server::new();
    let query = "?of=as-things-are&stays.leaving=1.2";
    let forecast = ask(&mut server, &format!("/forecast{query}"));
    let address = format!("/forecast/pack{query}");
    assert!(
        forecast.body.contains(&address.replace('&', "&amp;")),
        "the forecast does not lead to {address}"
    );
    let pack = ask(&mut server, &address);
    assert_eq!(pack.status, StatusCode::OK, "{}", pack.body);
    // The row of each year is the same in both.
    let rows = |body: &str| -> Vec<String> {
        let table = body.split("id=\"years\"").nth(1).unwrap();
        let table = table.split("</table>").next().unwrap();
        let cells = table.split('>').filter(|part| part.starts_with('£'));
        cells
            .map(|part| part.split('<').next().unwrap().to_owned())
            .collect()
    };
    let told = rows(&pack.body);
    assert!(told.len() > 8, "{told:?}");
    assert_eq!(told, rows(&forecast.body));
    assert!(pack.body.contains("No framework"), "it has no other way");
    assert!(pack.body.contains("leaving = 1.2"), "it has no file");
    for words in [
        "What care homes may cost: As things are, changed",
        "People leave 1.2 times as fast as the record shows.",
        "People in nursing care grow by what is published for each year.",
    ] {
        assert!(pack.body.contains(words), "{words} is missing");
    }
}

#[test]
fn a_pack_is_had_as_a_pdf_of_the_day() {
    let mut server = Server::new();
    let pdf = ask(&mut server, "/forecast/pack?as=pdf");
    assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.body);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert_eq!(
        pdf.header("content-disposition"),
        "attachment; filename=\"forecast-2026-06-01.pdf\""
    );
    assert!(pdf.body.starts_with("%PDF-"));
    assert!(pdf.body.contains("/StructTreeRoot"));
}

#[test]
fn a_table_of_a_pack_is_had_as_a_file() {
    let mut server = Server::new();
    let file = ask(&mut server, "/forecast/pack?as=csv&table=options");
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(
        file.body.starts_with("way,mean,low,high,more,"),
        "{}",
        file.body
    );
}

#[test]
fn a_number_that_cannot_be_is_refused_in_words() {
    let mut server = Server::new();
    let refused = ask(&mut server, "/forecast/pack?stays.leaving=many");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body.contains("many"), "{}", refused.body);
}
