package org.loupe.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.loupe.evaluate.BlandAltman;
import org.loupe.evaluate.ImageBootstrap;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.evaluate.MeasuredLabels.Figures;
import org.loupe.evaluate.MeasuredLabels.Measured;
import org.loupe.export.Column;
import org.loupe.export.TableWriter;
import org.loupe.geometry.Ellipse;
import org.loupe.measure.MeasurementSettings;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/**
 * Writes what the measurement of labels found: {@code measurement.json}, {@code measurement.csv} (a
 * row a label), {@code columns.json} and {@code measurement.html}.
 */
public final class MeasurementReport {

  /** A measured label with the micrograph that it is on. */
  private record Row(String image, int number, Measured measured) {}

  /** The columns of {@code measurement.csv}. */
  static final List<Column<Row>> COLUMNS = columns();

  /**
   * Where the figures come from.
   *
   * @param boxes what the labels were measured in, in words
   */
  public record Origin(
      String dataset,
      String command,
      String programVersion,
      MeasurementSettings settings,
      String boxes,
      MeasuredLabels.Extent extent) {}

  private MeasurementReport() {}

  /**
   * Writes the files into a folder, over older ones.
   *
   * @throws IOException if a file cannot be written
   */
  public static void write(Origin origin, MeasuredLabels measured, Path folder) throws IOException {
    Files.createDirectories(folder);
    Optional<ConfidenceInterval> interval = measured.meanErrorInterval(ImageBootstrap.defaults());
    writeJson(folder.resolve("measurement.json"), json(origin, measured, interval));
    try (TableWriter<Row> writer = new TableWriter<>(folder.resolve("measurement.csv"), COLUMNS)) {
      rows(measured).forEach(writer::write);
    }
    ObjectNode columns = EvaluationReport.JSON.createObjectNode();
    columns.set("measurement.csv", EvaluationReport.columns(COLUMNS));
    writeJson(folder.resolve("columns.json"), columns);
    Files.writeString(
        folder.resolve("measurement.html"),
        page(origin, measured, interval),
        StandardCharsets.UTF_8);
  }

  /** Returns the main figures as one line. */
  public static String line(Figures figures) {
    return String.format(
        Locale.ROOT,
        "%s, mean %s px, error of the mean %s, of the spread %s, trend %s, over %.0f %% off %s",
        Numbers.count(figures.labels().count(), "label", "labels"),
        Numbers.decimal(figures.labels().mean().orElse(Double.NaN)),
        signed(figures.meanError()),
        signed(figures.sdError()),
        trend(figures),
        100 * MeasuredLabels.FAILED,
        failures(figures));
  }

  private static void writeJson(Path file, ObjectNode content) throws IOException {
    Files.writeString(
        file, EvaluationReport.JSON.writeValueAsString(content) + "\n", StandardCharsets.UTF_8);
  }

  private static List<Row> rows(MeasuredLabels measured) {
    List<Row> rows = new ArrayList<>();
    for (MeasuredLabels.Image image : measured.images()) {
      for (int i = 0; i < image.measured().size(); i++) {
        rows.add(new Row(image.name(), i + 1, image.measured().get(i)));
      }
    }
    return rows;
  }

  private static List<Column<Row>> columns() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(new Column<>("image", "", "Name of the micrograph in the labeled set", Row::image));
    columns.add(
        new Column<>(
            "number", "", "Number of the label among those measured, from 1", Row::number));
    px(columns, "box_x_px", "Left side of the box it was measured in", r -> r.measured().box().x());
    px(columns, "box_y_px", "Upper side of that box", r -> r.measured().box().y());
    px(columns, "box_width_px", "Width of that box", r -> r.measured().box().width());
    px(columns, "box_height_px", "Height of that box", r -> r.measured().box().height());
    addEllipse(
        columns,
        "label",
        "people's ellipse, or the one inscribed in their tight box",
        r -> r.measured().label());
    addEllipse(columns, "result", "the measured ellipse", r -> r.measured().result().ellipse());
    columns.add(
        new Column<>(
            "measurement_flags",
            "",
            "What to know before trusting the size, separated by spaces; empty if nothing",
            r ->
                String.join(
                    " ", r.measured().result().flags().stream().map(f -> f.label()).toList())));
    return List.copyOf(columns);
  }

  private static void addEllipse(
      List<Column<Row>> columns, String prefix, String of, Function<Row, Ellipse> ellipse) {
    px(columns, prefix + "_center_x_px", "x of the center of " + of, r -> e(r, ellipse).centerX());
    px(columns, prefix + "_center_y_px", "y of the center of " + of, r -> e(r, ellipse).centerY());
    px(
        columns,
        prefix + "_major_axis_length_px",
        "Major axis of " + of,
        r -> e(r, ellipse).majorAxisLength());
    px(
        columns,
        prefix + "_minor_axis_length_px",
        "Minor axis of " + of,
        r -> e(r, ellipse).minorAxisLength());
    columns.add(
        new Column<>(
            prefix + "_orientation_deg",
            "deg",
            "Angle of the major axis of " + of + " to +x, counter-clockwise on screen",
            r -> Math.toDegrees(e(r, ellipse).orientation())));
  }

  private static Ellipse e(Row row, Function<Row, Ellipse> ellipse) {
    return ellipse.apply(row);
  }

  private static void px(
      List<Column<Row>> columns, String name, String definition, Function<Row, Object> value) {
    columns.add(new Column<>(name, "px", definition, value));
  }

  private static ObjectNode json(
      Origin origin, MeasuredLabels measured, Optional<ConfidenceInterval> interval) {
    ObjectNode root = EvaluationReport.JSON.createObjectNode();
    root.put("program", "loupe");
    root.put("version", origin.programVersion());
    root.put("command", origin.command());
    root.put("dataset", origin.dataset());
    root.put("method", origin.settings().method().name());
    root.put("polarity", origin.settings().polarity().name());
    root.put("boxes", origin.boxes());
    root.put(
        "compared",
        origin.extent() == MeasuredLabels.Extent.TIGHT_BOX
            ? "longer side of the tight box, in pixels"
            : "major axis, in pixels");
    put(root.putObject("pooled"), measured.pooled());
    interval.ifPresent(
        i ->
            ((ObjectNode) root.get("pooled"))
                .putObject("mean_error_interval")
                .put("lower", i.lower())
                .put("upper", i.upper())
                .put("method", i.method()));
    ArrayNode images = root.putArray("images");
    for (MeasuredLabels.Image image : measured.images()) {
      ObjectNode node = images.addObject().put("image", image.name());
      node.put("labels_without_shape", image.unshaped());
      node.put("labels_without_box", image.unmatched());
      node.put("labels_cut_by_frame", image.cut());
      put(node, MeasuredLabels.figures(image));
    }
    return root;
  }

  /** Puts the figures of some labels, for programs. */
  static void put(ObjectNode node, Figures figures) {
    node.put("labels", figures.labels().count());
    put(node, "label_mean_px", figures.labels().mean());
    put(node, "result_mean_px", figures.results().mean());
    put(node, "mean_error", figures.meanError());
    put(node, "label_sd_px", figures.labels().standardDeviation());
    put(node, "result_sd_px", figures.results().standardDeviation());
    put(node, "sd_error", figures.sdError());
    put(node, "mean_minor_error", figures.meanMinorError());
    put(node, "median_turn_deg", figures.medianTurnDegrees());
    node.put("over_20_percent_off", figures.failures());
    ObjectNode flags = node.putObject("flags");
    figures.flags().forEach((flag, count) -> flags.put(flag.label(), count));
    figures.agreement().ifPresent(a -> putAgreement(node.putObject("bland_altman"), a));
  }

  private static void putAgreement(ObjectNode node, BlandAltman agreement) {
    node.put("bias_px", agreement.bias());
    node.put("bias_lower_px", agreement.biasInterval().lower());
    node.put("bias_upper_px", agreement.biasInterval().upper());
    node.put("sd_of_differences_px", agreement.sd());
    node.put("lower_limit_px", agreement.lowerLimit());
    node.put("upper_limit_px", agreement.upperLimit());
    agreement
        .trend()
        .ifPresent(
            trend ->
                node.putObject("trend")
                    .put("slope", trend.slope())
                    .put("lower", trend.interval().lower())
                    .put("upper", trend.interval().upper()));
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  private static String page(
      Origin origin, MeasuredLabels measured, Optional<ConfidenceInterval> interval) {
    Figures pooled = measured.pooled();
    Markup page = new Markup();
    page.open("html", "lang", "en");
    PageHead.write(page, origin.dataset() + " \u2013 measurement of labels");
    page.open("body");
    page.element("h1", origin.dataset());
    page.element("p", "Measurement of labels (Module III alone)", "class", "quiet");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "The mean diameter of %s is off by %s%s, their standard deviation by %s; the difference"
                + " changes with the size by %s. %s off by more than %.0f %%.",
            Numbers.count(pooled.labels().count(), "label", "labels"),
            signed(pooled.meanError()),
            interval
                .map(
                    i ->
                        String.format(
                            Locale.ROOT,
                            " (95 %%: %+.1f to %+.1f %%, by drawing images)",
                            100 * i.lower(),
                            100 * i.upper()))
                .orElse(""),
            signed(pooled.sdError()),
            trend(pooled),
            failures(pooled),
            100 * MeasuredLabels.FAILED),
        "class",
        "lead");
    page.element(
        "p",
        "Each label was measured in "
            + origin.boxes()
            + (origin.extent() == MeasuredLabels.Extent.TIGHT_BOX
                ? ". The diameter is the longer side of the label's box, and of the box round the"
                    + " measured ellipse. Nothing was"
                : ". The diameter is the major axis. Nothing was")
            + " detected or screened, so these figures"
            + " say how well sizes are measured once a defect is found.");
    EvaluationCharts.drawDifferences(page, pooled);
    writeTable(page, measured, pooled);
    page.element("h2", "How it was made").open("dl");
    term(page, "Command", origin.command());
    term(page, "Program", "loupe " + origin.programVersion());
    term(
        page,
        "Measurement",
        origin.settings().method().name() + ", rim " + origin.settings().polarity().name());
    page.close().close().close();
    return page.finish();
  }

  private static void term(Markup page, String term, String definition) {
    page.element("dt", term).element("dd", definition);
  }

  private static void writeTable(Markup page, MeasuredLabels measured, Figures pooled) {
    page.element("h2", "By micrograph").open("div", "class", "wide").open("table");
    page.open("thead").open("tr").element("th", "image", "class", "name");
    for (String title :
        List.of(
            "labels",
            "mean (px)",
            "error",
            "SD (px)",
            "error",
            "minor axis",
            "bias (px)",
            "SD of differences",
            "trend",
            "turned (\u00b0)",
            "off by > 20 %",
            "flags")) {
      page.element("th", title);
    }
    page.close().close().open("tbody");
    for (MeasuredLabels.Image image : measured.images()) {
      writeRow(page, image.name(), "", MeasuredLabels.figures(image));
    }
    writeRow(page, "all", "all", pooled);
    page.close().close().close();
  }

  private static void writeRow(Markup page, String name, String style, Figures figures) {
    page.open("tr", "class", style).element("td", name, "class", "name");
    SizeStatistics labels = figures.labels();
    page.element("td", Numbers.whole(labels.count()));
    page.element("td", Numbers.decimal(labels.mean().orElse(Double.NaN)));
    page.element("td", signed(figures.meanError()));
    page.element("td", Numbers.decimal(labels.standardDeviation().orElse(Double.NaN)));
    page.element("td", signed(figures.sdError()));
    page.element("td", signed(figures.meanMinorError()));
    Optional<BlandAltman> agreement = figures.agreement();
    page.element("td", Numbers.decimal(agreement.map(BlandAltman::bias).orElse(Double.NaN)));
    page.element("td", Numbers.decimal(agreement.map(BlandAltman::sd).orElse(Double.NaN)));
    page.element("td", trend(figures));
    page.element("td", Numbers.decimal(figures.medianTurnDegrees().orElse(Double.NaN)));
    page.element("td", failures(figures));
    page.element("td", flags(figures));
    page.close();
  }

  private static String flags(Figures figures) {
    List<String> words = new ArrayList<>();
    figures.flags().forEach((flag, count) -> words.add(count + " " + flag.label()));
    return String.join(", ", words);
  }

  private static String failures(Figures figures) {
    return figures.failures() + " of " + figures.labels().count();
  }

  /** Returns an error as percent with its sign. */
  static String signed(OptionalDouble error) {
    return error.isPresent()
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * error.getAsDouble())
        : "undefined";
  }

  /** Returns the slope of difference over mean with its interval. */
  static String trend(Figures figures) {
    return figures
        .agreement()
        .flatMap(BlandAltman::trend)
        .map(
            t ->
                String.format(
                    Locale.ROOT,
                    "%+.3f (95 %%: %+.3f to %+.3f)",
                    t.slope(),
                    t.interval().lower(),
                    t.interval().upper()))
        .orElse("undefined");
  }
}
