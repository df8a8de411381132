/* A page opened from a folder may start no worker: the search then runs in a frame of its own. Served, nothing changes. */
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    #waiting = [];
    #inside = null;

    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = (data) => {
        setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
      };
      inside.importScripts = async (...urls) => {
        for (const one of urls) await this.#run(inside, new URL(one, url));
      };
      this.#run(inside, new URL(url, document.baseURI)).then(() => {
        this.#inside = inside;
        this.#waiting.splice(0).forEach((data) => this.postMessage(data));
      });
    }

    #run(inside, url) {
      return new Promise((resolve, reject) => {
        const script = inside.document.createElement("script");
        script.src = url.href;
        script.onload = resolve;
        script.onerror = reject;
        inside.document.head.append(script);
      });
    }

    postMessage(data) {
      if (this.#inside === null) this.#waiting.push(data);
      else setTimeout(() => this.#inside.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
}
