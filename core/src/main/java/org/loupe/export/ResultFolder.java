package org.loupe.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Revision;
import org.loupe.image.ByteImage;
import org.loupe.statistics.MemberSettings;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.StatisticsSettings;

/**
 * The folder that an analysis writes: tables that grow image by image, overlays, and at the end the
 * summary.
 *
 * <p>After each {@link #append} the tables on disk hold whole rows of whole images, so a run that
 * is interrupted leaves valid files; all other files appear whole, by a change of name. {@link
 * #writeOverlay} may be called from any thread; the other methods from one.
 */
public final class ResultFolder implements Closeable {

  /** Name of the table with one row a defect. */
  public static final String DEFECTS = "defects.csv";

  /** Name of the table with one row an image. */
  public static final String IMAGES = "images.csv";

  /** Name of the table with one row a bin of a histogram. */
  public static final String HISTOGRAMS = "histograms.csv";

  /** Name of the table with one row a source of uncertainty. */
  public static final String BUDGET = "budget.csv";

  /** Name of the table with one row a small change; there only if it was asked for. */
  public static final String SENSITIVITY = "sensitivity.csv";

  static final String OVERLAYS = "overlays";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final TableWriter<DefectTable.Row> defects;
  private final TableWriter<ImageTable.Row> images;
  private final TableWriter<HistogramTable.Row> histograms;
  private final MemberSettings settings;
  private final SetStatistics.Collector collector;
  private Optional<SetStatistics> finished = Optional.empty();
  private Revision revision = new Revision(0, 0, 0);
  private int revised;
  private TrustTally trust = TrustTally.NONE;

  private ResultFolder(Path folder, MemberSettings settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.collector = SetStatistics.collector(settings);
    this.defects = new TableWriter<>(folder.resolve(DEFECTS), DefectTable.COLUMNS);
    this.images = new TableWriter<>(folder.resolve(IMAGES), ImageTable.COLUMNS);
    this.histograms = new TableWriter<>(folder.resolve(HISTOGRAMS), HistogramTable.COLUMNS);
  }

  /**
   * Opens {@code folder} for the results of a new run, making it if it is not there.
   *
   * @param settings of the statistics
   * @throws IOException if the folder or its files cannot be written
   */
  public static ResultFolder create(Path folder, StatisticsSettings settings) throws IOException {
    return create(folder, MemberSettings.of(settings));
  }

  /**
   * Opens {@code folder} for the results of a new run of a model that may have several members.
   *
   * @param settings of the statistics
   * @throws IOException if the folder or its files cannot be written
   */
  public static ResultFolder create(Path folder, MemberSettings settings) throws IOException {
    Files.createDirectories(folder);
    ResultFolder results = new ResultFolder(folder, settings);
    results.writeJson("columns.json", columns());
    return results;
  }

  /** Appends the rows of one image and brings them to the disk. */
  public void append(MicrographOutcome row) throws IOException {
    if (row.result().isPresent()) {
      MicrographResult result = row.result().get();
      for (Defect defect : result.defects()) {
        defects.write(new DefectTable.Row(result, defect));
      }
      collector.add(result);
      result.revision().ifPresent(this::add);
      trust = trust.plus(result);
      finished = Optional.empty();
    }
    ImageTable.Row image =
        ImageTable.Row.of(row, row.result().map(settings::of).orElse(settings.standard()));
    images.write(image);
    HistogramTable.rows(Optional.of(row.image()), image.nm(), image.px())
        .forEach(histograms::write);
    defects.flush();
    images.flush();
    histograms.flush();
  }

  private void add(Revision one) {
    revision = revision.plus(one);
    revised++;
  }

  /**
   * Writes the micrograph with its defects drawn as {@code overlays/NAME.png}.
   *
   * @param name path under {@code overlays}, with slashes, without the ending
   */
  public void writeOverlay(String name, ByteImage micrograph, MicrographResult result)
      throws IOException {
    Path file = folder.resolve(OVERLAYS).resolve(name + ".png");
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    PaintedStrips overlay = OverlayImage.of(micrograph, result);
    AtomicFile.write(file, out -> PngFile.write(overlay, out));
  }

  /** Removes the overlay of that name if it is there: it would show other results. */
  public void removeOverlay(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(OVERLAYS).resolve(name + ".png"));
  }

  /** Returns whether the overlay of that name is there, of this run or an earlier one. */
  public boolean hasOverlay(String name) {
    return Files.isRegularFile(folder.resolve(OVERLAYS).resolve(name + ".png"));
  }

  /** Returns the statistics of everything that was appended so far. */
  public SetStatistics statistics() {
    if (finished.isEmpty()) {
      finished = Optional.of(collector.finish());
    }
    return finished.get();
  }

  /** Returns how far what was appended so far may be believed. */
  public TrustTally trust() {
    return trust;
  }

  /**
   * Writes {@code summary.json}, the statistics of the set, the set's rows of {@code
   * histograms.csv}, and {@code budget.csv}; to be called once, at the end.
   */
  public void writeSummary(ObjectNode counts) throws IOException {
    SetStatistics statistics = statistics();
    ObjectNode summary = JSON.createObjectNode();
    summary.setAll(counts);
    summary.set("corrections", corrections());
    summary.set("trust", trust.json());
    summary.setAll(SummaryJson.of(statistics, collector.settings()));
    writeJson("summary.json", summary);
    HistogramTable.rows(Optional.empty(), statistics.nanometers(), statistics.pixels())
        .forEach(histograms::write);
    histograms.flush();
    try (TableWriter<BudgetTable.Row> budget =
        new TableWriter<>(folder.resolve(BUDGET), BudgetTable.COLUMNS)) {
      String unit = statistics.nanometers().isPresent() ? "nm" : "px";
      statistics
          .nanometers()
          .or(statistics::pixels)
          .ifPresent(part -> BudgetTable.rows(part.best().budgets(), unit).forEach(budget::write));
    }
  }

  /** Returns how many images people's labels were given for, and what these changed. */
  public ObjectNode corrections() {
    return JSON.createObjectNode()
        .put("images", revised)
        .put("detections_kept", revision.kept())
        .put("defects_drawn", revision.drawn())
        .put("detections_removed", revision.removed());
  }

  /** Writes {@code sensitivity.csv}. */
  public void writeSensitivity(List<SensitivityTable.Row> rows) throws IOException {
    try (TableWriter<SensitivityTable.Row> table =
        new TableWriter<>(folder.resolve(SENSITIVITY), SensitivityTable.COLUMNS)) {
      rows.forEach(table::write);
    }
  }

  /**
   * Returns the settings of the statistics of what was appended so far, as {@code run.json} records
   * them.
   */
  public ObjectNode statisticsSettings() {
    return SummaryJson.settings(collector.settings());
  }

  /** Writes {@code run.json}: everything needed to repeat the run. */
  public void writeRun(ObjectNode provenance) throws IOException {
    writeJson("run.json", provenance);
  }

  /**
   * Writes {@code report.html}.
   *
   * @param page the whole page
   */
  public void writeReport(String page) throws IOException {
    AtomicFile.write(
        folder.resolve("report.html"), out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the address of an overlay, relative to the folder, as a link wants it.
   *
   * @param name path under {@code overlays}, with slashes, without the ending
   */
  public static String overlayAddress(String name) {
    try {
      return new URI(null, null, "/" + OVERLAYS + "/" + name + ".png", null)
          .toASCIIString()
          .substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path: " + name, e);
    }
  }

  private void writeJson(String name, Object content) throws IOException {
    ObjectWriter writer = JSON.writerWithDefaultPrettyPrinter();
    String text = writer.writeValueAsString(content) + "\n";
    AtomicFile.write(folder.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static ObjectNode columns() {
    ObjectNode root = JSON.createObjectNode();
    root.set(DEFECTS, columns(DefectTable.COLUMNS));
    root.set(IMAGES, columns(ImageTable.COLUMNS));
    root.set(HISTOGRAMS, columns(HistogramTable.COLUMNS));
    root.set(BUDGET, columns(BudgetTable.COLUMNS));
    root.set(SENSITIVITY, columns(SensitivityTable.COLUMNS));
    return root;
  }

  private static <R> ArrayNode columns(List<Column<R>> columns) {
    ArrayNode array = JSON.createArrayNode();
    for (Column<R> column : columns) {
      array
          .addObject()
          .put("name", column.name())
          .put("unit", column.unit())
          .put("definition", column.definition());
    }
    return array;
  }

  @Override
  public void close() throws IOException {
    try (defects;
        images) {
      histograms.close();
    }
  }
}
