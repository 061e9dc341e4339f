package org.loupe.app.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What all report pages begin with: how they look, and that they load and run nothing. */
final class PageHead {

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff;
        max-width: 1160px; margin: 0 auto; padding: 24px; }
      h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
      h2 { font-size: 21px; margin: 44px 0 8px; border-top: 1px solid #ccc; padding-top: 16px; }
      h3 { font-size: 17px; margin: 24px 0 4px; }
      p { max-width: 780px; margin: 8px 0; }
      .lead { font-size: 18px; }
      .quiet { color: #555; }
      table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; }
      .wide { overflow-x: auto; background:
        linear-gradient(to right, #fff 16px, #fff0) left / 32px 100% no-repeat local,
        linear-gradient(to left, #fff 16px, #fff0) right / 32px 100% no-repeat local,
        linear-gradient(to right, #0003, #0000) left / 12px 100% no-repeat scroll,
        linear-gradient(to left, #0003, #0000) right / 12px 100% no-repeat scroll; }
      .wide table { font-size: 14px; }
      th, td { padding: 4px 9px; border-bottom: 1px solid #ddd; text-align: right; }
      th { font-weight: 600; vertical-align: bottom; }
      td { white-space: nowrap; }
      th.name, td.name { text-align: left; white-space: normal; overflow-wrap: anywhere;
        min-width: 120px; }
      th.span { text-align: center; }
      tr.all td { font-weight: 600; }
      details { margin: 6px 0; }
      summary { cursor: pointer; overflow-wrap: anywhere; }
      .charts { display: flex; flex-wrap: wrap; gap: 16px 40px; }
      figure { margin: 0; }
      svg { max-width: 100%; height: auto; }
      svg text { font-size: 13px; fill: #333; }
      svg .axis { font-weight: 600; }
      .grid { stroke: #e3e3e3; }
      .frame { fill: none; stroke: #888; }
      .curve, .ideal, .equal { fill: none; stroke-width: 2.5; }
      .equal { stroke: #bbb; stroke-width: 1; stroke-dasharray: 2 3; }
      .ideal { stroke: #888; stroke-width: 1.5; stroke-dasharray: 6 4; }
      .curve.center { stroke: #0072b2; }
      .curve.strict { stroke: #d55e00; stroke-dasharray: 8 3; }
      .mark { fill: #444; stroke: #fff; stroke-width: 1.5; }
      .mark.center, .bar.center { fill: #0072b2; }
      .mark.strict, .bar.strict { fill: #d55e00; }
      .thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
        gap: 16px 12px; }
      .thumbs img { display: block; width: 128px; height: 128px; border: 1px solid #ccc; }
      figcaption { font-size: 13px; line-height: 1.35; overflow-wrap: anywhere; }
      .label { color: #1f7fb8; font-weight: 600; }
      .detection { color: #a85f00; font-weight: 600; }
      dt { font-weight: 600; margin-top: 6px; }
      dd { margin: 0; overflow-wrap: anywhere; }
      .person { fill: #009e73; stroke: #fff; stroke-width: 1.5; }
      .curve.label { stroke: #56b4e9; }
      .curve.result { stroke: #e69f00; stroke-dasharray: 8 3; }
      .limit { stroke: #d55e00; stroke-width: 1.5; stroke-dasharray: 6 4; }
      .bias { stroke: #0072b2; stroke-width: 2; }
      .pair { fill: #444; fill-opacity: 0.45; }
      @media (max-width: 600px) {
        body { padding: 14px; }
        h1 { font-size: 23px; }
        .lead { font-size: 17px; }
        th, td { padding: 4px 6px; }
        th.name, td.name { min-width: 78px; }
        .wide svg { max-width: none; }
      }
      @media print { body { max-width: none; } figure { break-inside: avoid; } }
      """;

  private PageHead() {}

  /** Writes the head of a page in the usual style that runs nothing. */
  static void write(Markup page, String title) {
    write(page, title, STYLE, "script-src 'none'");
  }

  /** Writes the head of a page that runs one script, which stands in the page itself. */
  static void write(Markup page, String title, String style, Script script) {
    write(page, title, style, "script-src '" + sha256(script.text()) + "'");
  }

  /** The text of a script. */
  record Script(String text) {}

  private static void write(Markup page, String title, String style, String scripts) {
    page.open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; img-src data:; style-src '"
            + sha256(style)
            + "'; "
            + scripts
            + "; base-uri 'none'; form-action 'none'");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.element("title", title);
    page.code("style", style);
    page.close();
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
