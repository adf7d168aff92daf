//! The least that a server of the same kind can do: the floor under every figure of the pages.

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

/// Answers every request with one word, until the process is ended.
pub(crate) fn serve(listen: &str) -> anyhow::Result<Value> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await?;
        let router = Router::new().fallback(get(|| async { "hello" }));
        axum::serve(listener, router).await?;
        Ok(json!({ "listened": listen }))
    })
}
