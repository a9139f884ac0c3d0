// Draws messages as Slack would: blocks by slack-blocks-to-jsx, and what it leaves out by hand:
// fields of forms (it shows no chosen option and no "(optional)") and the frames of forms and of Home.
// It stands in no page of the bot: docs/gallery/slack.py opens it in Chromium to take pictures.
import { Component } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "./node_modules/slack-blocks-to-jsx/dist/style.css";
import UPNG from "upng-js";
import "./sheet.css";

const WHEN = { dateStyle: "medium", timeStyle: "short" };
const problems = [];

class Fence extends Component {
  state = { broken: "" };

  static getDerivedStateFromError(error) {
    return { broken: String(error) };
  }

  render() {
    return this.state.broken ? <p className="broken">{this.state.broken}</p> : this.props.children;
  }
}

function people(ids) {
  return (ids || []).map((id) => <span className="chip" key={id}>@{id}</span>);
}

function Box({ children, placeholder, arrow, tall }) {
  return (
    <div className={`box ${tall ? "tall" : ""}`}>
      {children || <span className="faint">{placeholder}</span>}
      {arrow && <span className="arrow">⌄</span>}
    </div>
  );
}

function Element({ element }) {
  switch (element.type) {
    case "plain_text_input":
      return <Box placeholder="Write something" tall={element.multiline}>{element.initial_value}</Box>;
    case "static_select":
      return <Box arrow placeholder="Select an option">{element.initial_option?.text.text}</Box>;
    case "datepicker":
      return <Box arrow placeholder="Select a date">{element.initial_date}</Box>;
    case "datetimepicker": {
      const at = element.initial_date_time;
      return <Box arrow placeholder="Select a date and a time">{at && new Date(at * 1000).toLocaleString("en-GB", WHEN)}</Box>;
    }
    case "multi_users_select":
      return <Box arrow placeholder="Select people">{element.initial_users && people(element.initial_users)}</Box>;
    case "multi_conversations_select":
    case "conversations_select":
      return <Box arrow placeholder="Select a conversation">{element.initial_conversation}</Box>;
    case "checkboxes":
    case "radio_buttons": {
      const chosen = [...(element.initial_options || []), element.initial_option].map((option) => option?.value);
      return element.options.map((option) => (
        <label className="option" key={option.value}>
          <input type={element.type === "checkboxes" ? "checkbox" : "radio"} readOnly checked={chosen.includes(option.value)} />
          {option.text.text}
        </label>
      ));
    }
    default:
      throw new Error(`there is no drawing of ${element.type}`);
  }
}

function Field({ block }) {
  return (
    <div className="field">
      <div className="label">{block.label.text}{block.optional && <span className="faint"> (optional)</span>}</div>
      <Element element={block.element} />
      {block.hint && <div className="faint hint">{block.hint.text}</div>}
    </div>
  );
}

// Dates in a text are left as they are sent: here they are said as Slack says them to somebody in London.
const DATE = /<!date\^(\d+)\^[^>]*>/g;
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

function dated(block) {
  const said = (_, seconds) => {
    const at = new Date(seconds * 1000);
    return `${at.toLocaleDateString("en-GB", DAY)} at ${at.toLocaleTimeString("en-GB", { timeStyle: "short" })}`;
  };
  return JSON.parse(JSON.stringify(block), (_, value) => (typeof value === "string" ? value.replace(DATE, said) : value));
}

function Blocks({ blocks, theme }) {
  return blocks.map((block, index) => (
    <div className="block" data-type={block.type} key={index}>
      <Fence>
        {block.type === "input" ? <Field block={block} /> : <Message blocks={[dated(block)]} theme={theme} logo="" name="" withoutWrapper />}
      </Fence>
    </div>
  ));
}

function Shown({ shown, theme }) {
  const blocks = <Blocks blocks={shown.blocks} theme={theme} />;
  if (shown.type === "modal") {
    return (
      <div className="modal">
        <div className="bar"><b>{shown.title.text}</b><span>✕</span></div>
        <div className="inside">{blocks}</div>
        <div className="bar foot">
          <span className="press">{shown.close?.text || "Close"}</span>
          {shown.submit && <span className="press main">{shown.submit.text}</span>}
        </div>
      </div>
    );
  }
  if (shown.type === "home") {
    return (
      <div className="home">
        <div className="tabs"><b>Home</b><span>Messages</span><span>About</span></div>
        {blocks}
      </div>
    );
  }
  return (
    <div className="post">
      <div className="face">☕</div>
      <div className="said"><div><b>Coffee</b> <span className="app">APP</span> <span className="faint">10:00</span></div>{blocks}</div>
    </div>
  );
}

// What a block shows, beside the lines that a block drawn as nothing would leave.
function isEmpty(block) {
  return !block.innerText.trim() && !block.querySelector("img, hr, svg") && block.dataset.type !== "divider";
}

function check(name, shown, card) {
  const drawn = [...card.querySelectorAll(".block")];
  if (drawn.length !== shown.blocks.length) problems.push(`${name}: ${drawn.length} of ${shown.blocks.length} blocks are drawn`);
  drawn.filter(isEmpty).forEach((block) => problems.push(`${name}: a block of type ${block.dataset.type} shows nothing`));
  card.querySelectorAll(".broken").forEach((block) => problems.push(`${name}: ${block.textContent}`));
  if (card.scrollWidth > card.clientWidth + 1) problems.push(`${name}: it is wider than a phone`);
}

// Draws `messages`, pairs of a name and what Slack is given, in columns as wide as a phone, and returns what went wrong.
window.draw = (messages, theme, columns, zoom) => {
  problems.length = 0;
  document.body.className = theme;
  document.body.innerHTML = "<main></main>";
  const sheet = document.querySelector("main");
  sheet.style.columnCount = columns;
  sheet.style.zoom = zoom;
  sheet.style.width = `${columns * 416}px`;
  const cards = messages.map(([name, shown]) => (
    <section id={name} key={name}><h2>{name}</h2><Shown shown={shown} theme={theme} /></section>
  ));
  flushSync(() => createRoot(sheet).render(cards));
  messages.forEach(([name, shown]) => check(name, shown, document.getElementById(name)));
  return problems;
};

// A screenshot again with no more than so many colours, in a third of the bytes; both in base64.
window.fewer = async (png, colours) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0);
  const dots = brush.getImageData(0, 0, picture.width, picture.height).data.buffer;
  const bytes = new Uint8Array(UPNG.encode([dots], picture.width, picture.height, colours));
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};
