package org.loupe.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.defect.Trust;
import org.loupe.export.SensitivityTable;
import org.loupe.statistics.ErrorBudget;
import org.loupe.statistics.UncertaintySource;

/** Writes the page of an analysis, from what must be known first to what is rarely needed. */
final class AnalysisPage {

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff;
        max-width: 1160px; margin: 0 auto; padding: 24px; }
      h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
      h2 { font-size: 21px; margin: 44px 0 8px; border-top: 1px solid #ccc; padding-top: 16px; }
      p { max-width: 780px; margin: 8px 0; overflow-wrap: anywhere; }
      .lead { font-size: 19px; }
      .quiet { color: #555; }
      .warnings { background: #fff4d6; border-left: 5px solid #e69f00; padding: 8px 16px;
        margin: 20px 0; }
      .warnings ul { margin: 4px 0; padding-left: 20px; }
      .warnings li { margin: 5px 0; overflow-wrap: anywhere; }
      table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; }
      .wide { overflow-x: auto; }
      th, td { padding: 4px 10px; border-bottom: 1px solid #ddd; text-align: right;
        vertical-align: top; }
      th { font-weight: 600; vertical-align: bottom; }
      th.name, td.name { text-align: left; overflow-wrap: anywhere; min-width: 150px; }
      tr.all td { font-weight: 600; }
      td.remark { text-align: left; color: #555; font-size: 14px; min-width: 220px; }
      td.value { white-space: nowrap; font-weight: 600; }
      td.range { white-space: nowrap; }
      td.nowrap { white-space: nowrap; }
      td.failed { color: #a33b00; }
      td.yours { color: #a85f00; }
      th button { font: inherit; font-weight: 600; background: none; border: 0; padding: 0;
        cursor: pointer; text-align: inherit; color: inherit; text-decoration: underline dotted; }
      th[aria-sort=ascending] button::after { content: ' \\2191'; }
      th[aria-sort=descending] button::after { content: ' \\2193'; }
      .charts { display: flex; flex-wrap: wrap; gap: 24px 40px; align-items: flex-start; }
      .charts figure { max-width: 100%; }
      figure { margin: 0; }
      .charts svg { max-width: 100%; height: auto; display: block; }
      .charts svg text { font-size: 13px; fill: #333; }
      .charts svg .axis { font-weight: 600; }
      .charts figcaption { max-width: 520px; font-size: 14px; color: #555; }
      .grid { stroke: #e3e3e3; }
      .frame { stroke: #888; }
      .bar { fill: #56b4e9; stroke: #fff; stroke-width: 0.5; }
      .fit, .mean { fill: none; stroke: #d55e00; stroke-width: 2.5; }
      .mean { stroke-dasharray: 7 4; }
      .ring { fill: none; stroke: #ccc; }
      .band { fill: #d8ecf8; }
      .pooled { stroke: #0072b2; stroke-width: 2; }
      .whisker { stroke: #888; stroke-width: 1.3; }
      .dot { fill: #222; }
      .switch { margin-left: 0; }
      label { margin-right: 16px; }
      .legend { white-space: normal; }
      .swatch { display: inline-block; width: 22px; height: 0; border-top: 4px solid;
        vertical-align: middle; }
      .gallery { display: grid; gap: 18px 14px; margin-top: 12px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
      .gallery.few { grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); }
      .gallery.many { grid-template-columns: repeat(auto-fill, minmax(min(100%, 160px), 1fr)); }
      .gallery figure { min-width: 0; }
      .view { position: relative; background: #333; line-height: 0; }
      .scripted .view { cursor: zoom-in; }
      .view:focus-visible { outline: 3px solid #0072b2; }
      .large .view:focus-visible { outline: none; }
      .view img { width: 100%; height: auto; }
      .view svg { position: absolute; left: 0; top: 0; width: 100%; height: 100%; }
      .view ellipse { fill: #fff; fill-opacity: 0; stroke-width: 1.6px;
        vector-effect: non-scaling-stroke; pointer-events: all; }
      .view .out { fill: #000; fill-opacity: 0.6; stroke: #e69f00; stroke-width: 1.2px;
        stroke-dasharray: 6 3; vector-effect: non-scaling-stroke; }
      .view ellipse:hover { fill-opacity: 0.18; stroke-width: 3px; }
      .view ellipse.flag { stroke-dasharray: 4 2.5; }
      .view text { display: none; fill: #fff; stroke: #000; stroke-width: 3px;
        paint-order: stroke; pointer-events: none; }
      .gallery figcaption { font-size: 14px; line-height: 1.4; margin-top: 4px;
        overflow-wrap: anywhere; }
      .p0 { stroke: #e0218a; border-color: #e0218a; }
      .p1 { stroke: #ff5a36; border-color: #ff5a36; }
      .p2 { stroke: #ff8c1a; border-color: #ff8c1a; }
      .p3 { stroke: #ffc21f; border-color: #ffc21f; }
      .p4 { stroke: #f6f25a; border-color: #f6f25a; }
      .p5 { stroke: #ff9f1c; border-color: #ff9f1c; }
      .p6 { stroke: #3fc6ff; border-color: #3fc6ff; }
      #ellipses:not(:checked) ~ .gallery svg { display: none; }
      #numbers:checked ~ .gallery .large text { display: inline; }
      .large { position: fixed; left: 0; top: 0; width: 100%; height: 100%; z-index: 5;
        background: #111; color: #eee; display: flex; flex-direction: column; }
      .large .view { flex: 1; min-height: 0; background: #111; }
      .scripted .large .view { cursor: zoom-out; }
      .large .view img { position: absolute; left: 0; top: 0; width: 100%; height: 100%;
        object-fit: contain; }
      .large figcaption { padding: 6px 12px 10px; }
      .large a { color: #8fd0ff; }
      .covered { overflow: hidden; }
      .tip { position: fixed; z-index: 9; background: #111; color: #fff; padding: 3px 9px;
        border: 1px solid #888; border-radius: 4px; font-size: 14px; pointer-events: none;
        max-width: 280px; }
      .tip[hidden] { display: none; }
      dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 2px 18px; }
      dt { font-weight: 600; }
      dd { margin: 0; overflow-wrap: anywhere; }
      code { font: inherit; white-space: nowrap; }
      summary { cursor: pointer; margin: 8px 0; }
      @media (max-width: 600px) {
        .list { font-size: 14px; }
        .list th.name, .list td.name { min-width: 90px; }
        .figures thead { display: none; }
        .figures tr { display: grid; grid-template-columns: 1fr auto; padding: 4px 0;
          border-bottom: 1px solid #ddd; }
        .figures td { border: 0; padding: 0 7px; }
        .figures td:empty { display: none; }
        .figures .range, .figures .remark { grid-column: 1 / 3; color: #555; font-size: 14px; }
        .figures .range { text-align: right; }
        .figures .range::before { content: '95 %: '; }
        .figures .remark { text-align: right; }
        body { padding: 14px; }
        h1 { font-size: 23px; }
        .lead { font-size: 17px; }
        dl { grid-template-columns: 1fr; }
        dd { margin-bottom: 6px; }
        th, td { padding: 4px 7px; }
      }
      @media print {
        body { max-width: none; padding: 0; font-size: 11pt; }
        .noprint, .switch { display: none; }
        figure, tr, .warnings { break-inside: avoid; }
        h2 { break-after: avoid; }
        .wide { overflow: visible; }
        table { font-size: 9pt; }
        th, td { padding: 2px 5px; }
        th.name, td.name { min-width: 70px; }
        tr.all td { font-weight: 600; }
      td.remark { min-width: 100px; font-size: 8pt; }
        h2 { margin-top: 22px; padding-top: 8px; }
        .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 20px; }
        .charts svg { width: 100%; }
        .legend { break-after: avoid; }
        .gallery, .gallery.few { grid-template-columns: 1fr 1fr; }
        .gallery.many { grid-template-columns: repeat(4, 1fr); }
        .view, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        a { color: inherit; text-decoration: none; }
      }
      """;

  /** Must do without the two characters that XML would want escaped. */
  private static final String SCRIPT =
      """
      'use strict';
      (() => {
        const root = document.documentElement;
        root.classList.add('scripted');
        const figures = Array.from(document.querySelectorAll('.gallery figure'));
        let large = -1;
        const show = (index) => {
          if (large !== -1) { figures[large].classList.remove('large'); }
          if (index === -1) { if (large !== -1) { figures[large].querySelector('.view').focus(); } }
          large = index;
          root.classList.toggle('covered', index !== -1);
          if (index !== -1) {
            figures[index].classList.add('large');
            figures[index].querySelector('.view').focus();
          }
        };
        const toggle = (figure) => {
          const index = figures.indexOf(figure);
          show(index === large ? -1 : index);
        };
        document.addEventListener('click', (event) => {
          if (event.target.closest('a, label, input, button, summary')) { return; }
          const view = event.target.closest('.gallery .view');
          if (view) { toggle(view.closest('figure')); } else { show(-1); }
        });
        document.addEventListener('keydown', (event) => {
          const view = event.target.closest('.gallery .view');
          if (view) {
            if (event.key === 'Enter' || event.key === ' ') {
              event.preventDefault();
              toggle(view.closest('figure'));
              return;
            }
          }
          if (large === -1) { return; }
          const n = figures.length;
          if (event.key === 'Escape') { show(-1); }
          if (event.key === 'ArrowRight') { show((large + 1) % n); }
          if (event.key === 'ArrowLeft') { show((large + n - 1) % n); }
        });
        const tip = document.createElement('div');
        tip.className = 'tip';
        tip.hidden = true;
        document.body.appendChild(tip);
        document.addEventListener('pointermove', (event) => {
          const mark = event.target.closest ? event.target.closest('.gallery ellipse') : null;
          tip.hidden = mark === null;
          if (mark === null) { return; }
          const title = mark.querySelector('title');
          if (title) { mark.dataset.words = title.textContent; title.remove(); }
          tip.textContent = mark.dataset.words;
          const room = root.clientWidth - tip.offsetWidth - 8;
          tip.style.left = Math.max(4, Math.min(event.clientX + 14, room)) + 'px';
          const below = event.clientY + 18;
          const fits = root.clientHeight > below + tip.offsetHeight;
          tip.style.top = (fits ? below : event.clientY - tip.offsetHeight - 10) + 'px';
        });
        const key = (row, column) => {
          const cell = row.cells[column];
          if (!cell) { return ''; }
          const text = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
          return text === '' || isNaN(text) ? text : Number(text);
        };
        const compare = (a, b) => {
          if (typeof a === 'number') {
            if (typeof b === 'number') { return a - b; }
            return -1;
          }
          return typeof b === 'number' ? 1 : a.localeCompare(b, 'en', { numeric: true });
        };
        window.addEventListener('beforeprint', () => {
          document.querySelectorAll('details').forEach((part) => { part.open = true; });
        });
        document.querySelectorAll('table.sortable').forEach((table) => {
          const heads = Array.from(table.tHead.rows[0].cells);
          heads.forEach((head, column) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = head.textContent;
            head.textContent = '';
            head.appendChild(button);
            button.addEventListener('click', () => {
              const up = head.getAttribute('aria-sort') !== 'ascending';
              heads.forEach((other) => other.removeAttribute('aria-sort'));
              head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
              const rows = Array.from(table.tBodies[0].rows);
              const full = rows.filter((row) => key(row, column) !== '');
              const empty = rows.filter((row) => key(row, column) === '');
              full.sort((a, b) => (up ? 1 : -1) * compare(key(a, column), key(b, column)));
              table.tBodies[0].append(...full, ...empty);
            });
          });
        });
      })();
      """;

  private final AnalysisReport report;
  private final JsonNode run;
  private final Optional<ResultFigures> figures;
  private final Markup page = new Markup();

  AnalysisPage(AnalysisReport report, JsonNode run, Optional<ResultFigures> figures) {
    this.report = report;
    this.run = run;
    this.figures = figures;
  }

  String text() {
    page.open("html", "lang", "en");
    PageHead.write(page, "Loupe: " + title(report, run), STYLE, new PageHead.Script(SCRIPT));
    page.open("body");
    page.element("h1", title(report, run));
    page.element(
        "p",
        "Loupe "
            + run.path("version").asText()
            + " \u00b7 "
            + run.path("started").asText().replace("T", " ").replace("Z", " UTC")
            + " \u00b7 model "
            + run.at("/model/name").asText(),
        "class",
        "quiet");
    writeLead();
    writeCorrections();
    writeExpectedF1();
    writeWarnings();
    writeFigures();
    writeCharts();
    report.gallery().write(page);
    MicrographTable.write(page, report.micrographs());
    ReportingChecklist.write(page, report, run, figures);
    writeProvenance();
    page.code("script", SCRIPT);
    page.close().close();
    return page.finish();
  }

  /** Returns what was found, in a few words. */
  static String title(AnalysisReport report, JsonNode run) {
    String what = run.at("/model/class").asText("defect");
    return Numbers.whole(report.defects())
        + " "
        + (report.defects() == 1 ? what : plural(what))
        + " on "
        + Numbers.count(analyzed(report), "image", "images");
  }

  private static String plural(String word) {
    return word.matches("[a-z]+[a-z]") && !word.endsWith("s") ? word + "s" : word;
  }

  private static long analyzed(AnalysisReport report) {
    return report.micrographs().stream().filter(m -> m.error().isEmpty()).count();
  }

  private void writeLead() {
    page.element("p", lead(figures), "class", "lead");
  }

  /** Returns the figures that people ask for first. */
  static String lead(Optional<ResultFigures> figures) {
    if (figures.isEmpty()) {
      return "No image could be analyzed.";
    }
    StringBuilder lead = new StringBuilder();
    for (ResultFigures.Row row : figures.get().rows()) {
      if (row.name().equals("Mean diameter") || row.name().equals("Number density")) {
        lead.append(lead.isEmpty() ? "" : " \u00b7 ")
            .append(row.name())
            .append(' ')
            .append(row.value());
        if (!row.interval().isEmpty()) {
          lead.append(" (95 %: ").append(row.interval()).append(')');
        }
      }
    }
    return lead.toString();
  }

  private void writeCorrections() {
    corrections(run).ifPresent(words -> page.element("p", words));
  }

  /** Returns what people changed, in words; empty if they gave no labels. */
  static Optional<String> corrections(JsonNode run) {
    JsonNode people = run.path("corrections");
    if (people.path("images").asInt() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Corrected by people on "
            + Numbers.count(people.path("images").asLong(), "image", "images")
            + ": of what the model found there "
            + Numbers.count(
                people.path("detections_kept").asLong(), "detection was", "detections were")
            + " kept and "
            + Numbers.whole(people.path("detections_removed").asLong())
            + " removed or changed; "
            + Numbers.count(people.path("defects_drawn").asLong(), "defect is", "defects are")
            + " of a person's drawing. All were measured in the same way. No figure is corrected"
            + " for what the model misses.");
  }

  private void writeExpectedF1() {
    List<Trust> predictions =
        report.micrographs().stream()
            .flatMap(m -> m.trust().stream())
            .filter(trust -> trust.predictedF1().isPresent())
            .toList();
    if (predictions.isEmpty()) {
      return;
    }
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "From what the model says of its own detections an F1 of %.2f is to be expected (strict"
                + " rule; mean of %s; for a single image the prediction is off by %.2f on the"
                + " mean). It holds for images like those of the training, as people labeled them"
                + " there.",
            predictions.stream()
                .mapToDouble(trust -> trust.predictedF1().getAsDouble())
                .average()
                .orElse(Double.NaN),
            Numbers.count(predictions.size(), "image", "images"),
            predictions.stream()
                .flatMapToDouble(trust -> trust.predictedF1Error().stream())
                .max() // of members of a model, which have different ones
                .orElse(Double.NaN)),
        "class",
        "quiet");
  }

  private void writeWarnings() {
    List<String> warnings = AnalysisWarnings.of(report);
    if (warnings.isEmpty() && !run.path("interrupted").asBoolean()) {
      return;
    }
    page.open("div", "class", "warnings", "role", "note");
    page.element("b", "Before you use the numbers").open("ul");
    if (run.path("interrupted").asBoolean()) {
      page.element("li", "The run was interrupted: images are missing. Complete it with --resume.");
    }
    warnings.forEach(warning -> page.element("li", warning));
    page.close().close();
  }

  private void writeFigures() {
    if (figures.isEmpty()) {
      return;
    }
    page.element("h2", "Numbers");
    page.open("div", "class", "wide").open("table", "class", "figures").open("thead").open("tr");
    page.element("th", "", "class", "name").element("th", "").element("th", "95 % interval");
    page.element("th", "how", "class", "name").close().close().open("tbody");
    for (ResultFigures.Row row : figures.get().rows()) {
      page.open("tr").element("td", row.name(), "class", "name");
      page.element("td", row.value(), "class", "value");
      page.element("td", row.interval(), "class", "range");
      page.element("td", row.remark(), "class", "remark").close();
    }
    page.close().close().close();
    page.element(
        "p",
        "The diameter of a defect is "
            + diameter(run)
            + ". The intervals say what another set of images of the same specimen might give; they"
            + " know nothing of errors of the calibration or of the model, unless the table below"
            + " or a line says so.",
        "class",
        "quiet");
    writeBudgets(figures.get().budgets());
    writeSensitivity();
  }

  /** Returns what the diameter is, in words. */
  static String diameter(JsonNode run) {
    return run.at("/settings/statistics/diameter").asText().equals("EQUIVALENT")
        ? "that of the circle of its area"
        : "the major axis of its ellipse";
  }

  private void writeSensitivity() {
    if (report.sensitivity().isEmpty()) {
      return;
    }
    page.element("h3", "How far the numbers move");
    page.element(
        "p",
        "Every image was analyzed again under small changes that should matter little. A number"
            + " that moves by more than its confidence interval says more about the settings than"
            + " about the specimen.");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "change", "class", "name").element("th", "defects").element("th", "change");
    page.element("th", "mean diameter (px)").element("th", "change");
    page.close().close().open("tbody");
    for (SensitivityTable.Row row : report.sensitivity()) {
      page.open("tr").element("td", row.description(), "class", "name");
      page.element("td", Numbers.whole(row.defects())).element("td", change(row.defectsChange()));
      page.element("td", Numbers.significant(row.meanDiameterPx().orElse(Double.NaN)));
      page.element("td", change(row.meanDiameterChange())).close();
    }
    page.close().close().close();
  }

  private static String change(OptionalDouble change) {
    return change.isPresent()
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * change.getAsDouble())
        : Numbers.significant(Double.NaN);
  }

  private void writeBudgets(List<ErrorBudget> budgets) {
    if (budgets.isEmpty()) {
      return;
    }
    page.open("div", "class", "wide").open("table", "class", "list").open("thead").open("tr");
    page.element("th", "share of the variance", "class", "name");
    for (ErrorBudget budget : budgets) {
      page.element("th", words(budget.quantity().label()));
    }
    page.close().close().open("tbody");
    for (UncertaintySource source : UncertaintySource.values()) {
      page.open("tr").element("td", words(source.label()), "class", "name");
      for (ErrorBudget budget : budgets) {
        OptionalDouble share = budget.share(source);
        page.element(
            "td",
            share.isPresent()
                ? String.format(Locale.ROOT, "%.0f %%", 100 * share.getAsDouble())
                : applies(source, budget.quantity()) ? "unknown" : "-");
      }
      page.close();
    }
    page.open("tr", "class", "all").element("td", "standard uncertainty", "class", "name");
    for (ErrorBudget budget : budgets) {
      page.element(
          "td", String.format(Locale.ROOT, "%.1f %%", 100 * budget.relativeStandardUncertainty()));
    }
    page.close().close().close().close();
    page.open("p", "class", "quiet")
        .text(
            "Of the figures corrected as far as is known; - where a source has no part in the"
                + " figure. Unknown is not the same as none. By ")
        .element("code", "--pixel-size-uncertainty 1%")
        .text("and ")
        .element("code", "--thickness 100nm+-20%")
        .text("the errors of pixel size and foil can be given.")
        .close();
  }

  /** The foil's thickness has no part in what is counted on an area, or in a length. */
  private static boolean applies(UncertaintySource source, ErrorBudget.Quantity quantity) {
    return source != UncertaintySource.THICKNESS || quantity == ErrorBudget.Quantity.VOLUME_DENSITY;
  }

  private static String words(String label) {
    return label.replace('_', ' ');
  }

  private void writeCharts() {
    if (figures.isEmpty() || report.defects() == 0) {
      return;
    }
    page.element("h2", "Distributions");
    page.open("div", "class", "charts");
    String unit = figures.get().unit();
    figures
        .get()
        .sizes()
        .ifPresent(
            sizes -> {
              page.open("figure");
              SizeHistogramChart.draw(ground(), sizes, unit);
              page.close();
            });
    if (figures.get().densityInterval().isPresent()) {
      page.open("figure");
      DensityChart.draw(ground(), report.micrographs(), figures.get());
      page.close();
    }
    writeRose();
    page.close();
  }

  private Chart.Ground ground() {
    return (description, xTitle, across, yTitle, up, legendLines) ->
        new Diagram(page, description, xTitle, across, yTitle, up, legendLines);
  }

  private void writeRose() {
    Axiality orientations = report.orientations();
    if (orientations.count() == 0) {
      return;
    }
    page.open("figure");
    RoseChart.draw(page, orientations);
    page.element(
        "figcaption",
        String.format(
            Locale.ROOT,
            "Orientation of the long axis, counter-clockwise from the image's x axis, of %s at"
                + " least %.1f times as long as wide. %s Resultant length %.2f: 0 is no common"
                + " axis, 1 all parallel. The area of a petal is the number of its defects.",
            Numbers.count(orientations.count(), "defect", "defects"),
            Axiality.LEAST_RATIO,
            orientations
                .meanDegrees()
                .map(
                    mean ->
                        String.format(
                            Locale.ROOT,
                            "Mean axis (dashed) %.0f\u00b0, significant at 5 %% by Rayleigh's"
                                + " test.",
                            mean))
                .orElse("No common axis: Rayleigh's test is not significant at 5 %."),
            orientations.resultantLength()));
    page.close();
  }

  private void writeProvenance() {
    page.element("h2", "How it was made");
    page.open("dl");
    provenance(run).forEach(this::term);
    page.close();
    page.open("details").element("summary", "Every setting, and the machine");
    page.open("dl");
    terms(run.path("settings")).forEach(this::term);
    terms(run.path("environment")).forEach(this::term);
    page.close().close();
    page.element(
        "p",
        "run.json beside this page holds all this and the SHA-256 of each image;"
            + " loupe analyze --settings run.json repeats the run.",
        "class",
        "quiet");
  }

  /** Returns what made the results: terms and what they are. */
  static List<Map.Entry<String, String>> provenance(JsonNode run) {
    StringBuilder arguments = new StringBuilder("loupe");
    run.path("arguments").forEach(a -> arguments.append(' ').append(ShellWord.quoted(a.asText())));
    List<Map.Entry<String, String>> terms = new ArrayList<>();
    terms.add(
        Map.entry("Program", run.path("program").asText() + " " + run.path("version").asText()));
    terms.add(Map.entry("Command", arguments.toString()));
    terms.add(Map.entry("In the folder", run.path("workingDirectory").asText()));
    terms.add(Map.entry("Model", run.at("/model/name").asText()));
    terms.add(Map.entry("Its SHA-256", run.at("/model/sha256").asText()));
    for (JsonNode member : run.at("/model/members")) {
      terms.add(
          Map.entry(
              "Its member " + member.path("name").asText(),
              Numbers.count(member.path("images").asInt(), "image", "images")));
    }
    terms.add(Map.entry("Started", run.path("started").asText()));
    terms.add(
        Map.entry(
            "Took", String.format(Locale.ROOT, "%.1f s", run.path("elapsedMs").asDouble() / 1000)));
    return terms;
  }

  /** Returns every value below a node with its path. */
  static List<Map.Entry<String, String>> terms(JsonNode node) {
    List<Map.Entry<String, String>> terms = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isObject()) {
        for (Map.Entry<String, String> below : terms(field.getValue())) {
          terms.add(Map.entry(field.getKey() + "." + below.getKey(), below.getValue()));
        }
      } else {
        terms.add(
            Map.entry(field.getKey(), field.getValue().isNull() ? "none" : text(field.getValue())));
      }
    }
    return terms;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private void term(Map.Entry<String, String> term) {
    page.element("dt", term.getKey()).element("dd", term.getValue());
  }
}
