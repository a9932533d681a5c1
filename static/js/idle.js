// Says two minutes before the session ends for want of use that it will, and lets one stay (WCAG 2.2.1). The server is
// asked without counting as use; another tab may have kept the session alive meanwhile.
const ADDRESS = "/account/session/";
const WARN_SECONDS = 120;
// The shortest limit less the warning: the first moment at which there can be anything to say.
const FIRST_SECONDS = 15 * 60 - WARN_SECONDS;

let banner = null;
let timer = setTimeout(ask, FIRST_SECONDS * 1000);

async function ask() {
  settle(await secondsLeft("GET"));
}

async function stay() {
  settle(await secondsLeft("POST"));
}

function settle(left) {
  if (left === undefined) {
    later(WARN_SECONDS / 2);
  } else if (left === null) {
    show("登录已结束。您写的内容还在这个页面里。", "重新登录", () => location.reload());
  } else if (left > WARN_SECONDS) {
    hide();
    later(left - WARN_SECONDS);
  } else {
    show("您有一段时间没有操作，2 分钟内将自动退出。", "继续使用", stay);
    later(Math.max(left, 0) + 2);
  }
}

// Undefined when the server did not answer.
async function secondsLeft(method) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(ADDRESS, { method, headers: { "X-CSRFToken": token }, cache: "no-store" });
    return (await answer.json()).left;
  } catch {
    return undefined;
  }
}

function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(ask, seconds * 1000);
}

function show(text, action, act) {
  hide();
  banner = document.createElement("div");
  banner.className = "banner warn idle-banner";
  banner.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  button.textContent = action;
  button.addEventListener("click", act);
  banner.append(words, button);
  (document.querySelector("main") ?? document.body).append(banner);
}

function hide() {
  banner?.remove();
  banner = null;
}
