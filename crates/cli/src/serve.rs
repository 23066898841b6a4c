//! Serving pages, and working in the background.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::Desk;
use clap::Args;

use crate::house::House;
use crate::output::{Done, Failure, line, talk};
use crate::provider::ProviderArgs;

/// `serve`.
#[derive(Args)]
pub struct Serve {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Address people type, when a proxy stands in front: `https://quittance.example`
    #[arg(long, env = "QUITTANCE_ORIGIN")]
    pub origin: Option<String>,
    /// Address of a proxy on another machine that names the caller in `X-Forwarded-For`; several times.
    #[arg(long = "trusted-proxy", env = "QUITTANCE_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Leave queued work to other processes.
    #[arg(long)]
    pub no_worker: bool,
    /// Who vouches for people.
    #[command(flatten)]
    pub provider: ProviderArgs,
}

impl Serve {
    /// Runs it until interrupted.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = self.provider.on(house.sending_desk()?)?;
        let desk = Arc::new(match &self.origin {
            Some(origin) => desk.with_address(origin),
            None => desk,
        });
        self.serve(&desk)
    }

    /// Serves `desk` until interrupted.
    pub fn serve(&self, desk: &Arc<Desk>) -> Result<Done, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let stop = Arc::new(AtomicBool::new(false));
        let worker = (!self.no_worker).then(|| {
            let (desk, stop) = (Arc::clone(desk), Arc::clone(&stop));
            std::thread::spawn(move || desk.work_until(&worker_name(), &stop))
        });
        let warmed = Arc::clone(desk);
        // The first page reads the same and says what fails: here it is only sooner.
        std::thread::spawn(move || warmed.warm().is_ok());
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(self.listen)
                .await
                .map_err(|e| Failure(format!("cannot listen on {}: {e}; choose another with --listen", self.listen)))?;
            let address = listener.local_addr()?;
            line(&format!("http://{address}"))?;
            talk("Ctrl-C stops");
            let config = web::WebConfig {
                public_origin: self.origin.clone(),
                trusted_proxies: self.trusted_proxies.clone(),
                ..web::WebConfig::default()
            };
            Ok(web::serve(listener, Arc::clone(desk), config, interrupted()).await?)
        });
        stop.store(true, Ordering::Relaxed);
        if let Some(worker) = worker {
            let _ = worker.join();
        }
        served.map(|()| Done::Well)
    }
}

/// `worker`.
#[derive(Args)]
pub struct Worker {
    /// Do what is due, then end.
    #[arg(long)]
    once: bool,
}

impl Worker {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = Arc::new(house.sending_desk()?);
        if self.once {
            let done = desk.work_off(&worker_name())?;
            desk.store().seal(desk.now())?;
            line(&format!("{done} jobs done"))?;
            return Ok(Done::Well);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (hand, flag) = (Arc::clone(&desk), Arc::clone(&stop));
        let thread = std::thread::spawn(move || hand.work_until(&worker_name(), &flag));
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(interrupted());
        stop.store(true, Ordering::Relaxed);
        let _ = thread.join();
        Ok(Done::Well)
    }
}

/// The name of this process among workers.
pub fn worker_name() -> String {
    format!("worker-{}", std::process::id())
}

async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
