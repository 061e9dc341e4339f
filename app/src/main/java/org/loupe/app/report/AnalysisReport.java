package org.loupe.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.loupe.defect.Defect;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.export.AtomicFile;
import org.loupe.export.SensitivityTable;
import org.loupe.image.ByteImage;
import org.loupe.statistics.SetStatistics;

/**
 * The report of an analysis, {@code report.html}: one page that opens offline, loads nothing and
 * runs only its own script, which the browser checks by its hash.
 *
 * <p>Of each micrograph it keeps some numbers, and a small picture with the defects while the page
 * has room for it ({@value MicrographGallery#ROOM} characters); so neither its memory nor the page
 * grows much with the number of images. {@link #look} may be called from any thread; the other
 * methods from one.
 */
public final class AnalysisReport {

  private final int side;
  private final Map<String, Preview> previews = new ConcurrentHashMap<>();
  private final AtomicLong previewBytes = new AtomicLong();
  private final List<ReportedMicrograph> micrographs = new ArrayList<>();
  private final MicrographGallery gallery = new MicrographGallery();
  private final Axiality orientations = new Axiality();
  private List<SensitivityTable.Row> sensitivity = List.of();
  private final Map<MeasurementFlag, Integer> flags = new EnumMap<>(MeasurementFlag.class);
  private long defects;
  private long doubtful;
  private long unscreened;

  /**
   * @param files how many are expected: the more, the smaller their pictures
   */
  public AnalysisReport(int files) {
    this.side = MicrographGallery.side(files);
  }

  /** Takes the picture of a micrograph while its pixels are in memory. */
  public void look(String image, ByteImage pixels) {
    if (previewBytes.get() > MicrographGallery.ROOM * 3 / 4) {
      return; // the page is full
    }
    Preview preview = Preview.of(pixels, side);
    previewBytes.addAndGet(preview.jpeg().length);
    previews.put(image, preview);
  }

  /**
   * Takes what became of a micrograph, in the order of the tables.
   *
   * @param overlay address of its overlay, relative to the page and encoded; empty if it has none
   */
  public void add(MicrographOutcome outcome, Optional<String> overlay) {
    ReportedMicrograph micrograph = ReportedMicrograph.of(micrographs.size() + 1, outcome, overlay);
    micrographs.add(micrograph);
    Optional<Preview> preview = Optional.ofNullable(previews.remove(outcome.image()));
    if (outcome.result().isPresent()) {
      MicrographResult result = outcome.result().get();
      gallery.add(micrograph, result, preview);
      result.defects().forEach(this::add);
    }
  }

  private void add(Defect defect) {
    defects++;
    orientations.add(defect.measurement().ellipse());
    defect.measurement().flags().forEach(flag -> flags.merge(flag, 1, Integer::sum));
    switch (ProbabilityClass.of(defect.detection())) {
      case DOUBTFUL -> doubtful++;
      case UNKNOWN -> unscreened++;
      default -> {}
    }
  }

  /**
   * Returns the page.
   *
   * @param run what {@code run.json} says; its list of inputs is not needed
   * @param statistics of all micrographs
   */
  public String page(JsonNode run, SetStatistics statistics) {
    return new AnalysisPage(this, run, ResultFigures.of(statistics)).text();
  }

  /**
   * Writes the report as a PDF.
   *
   * @param run what {@code run.json} says
   * @param statistics of all micrographs
   */
  public void writePdf(JsonNode run, SetStatistics statistics, OutputStream out)
      throws IOException {
    PdfReport.write(this, run, ResultFigures.of(statistics), out);
  }

  /**
   * Writes the figures into a folder, which is made.
   *
   * @param formats of the files
   */
  public void writeFigures(Path folder, Set<FigureFormat> formats, SetStatistics statistics)
      throws IOException {
    Optional<ResultFigures> figures = ResultFigures.of(statistics);
    if (figures.isEmpty() || defects == 0) {
      return;
    }
    Files.createDirectories(folder);
    for (Figure figure : Figure.of(this, figures.get())) {
      for (FigureFormat format : formats) {
        Path file = folder.resolve(figure.name() + "." + format.word());
        AtomicFile.write(file, out -> format.write(figure, out));
      }
    }
  }

  /** Takes how far the numbers moved under small changes; the first row is without any. */
  public void sensitivity(List<SensitivityTable.Row> rows) {
    sensitivity = List.copyOf(rows);
  }

  /** Returns how far the numbers moved; empty if nobody asked. */
  List<SensitivityTable.Row> sensitivity() {
    return sensitivity;
  }

  List<ReportedMicrograph> micrographs() {
    return micrographs;
  }

  MicrographGallery gallery() {
    return gallery;
  }

  Axiality orientations() {
    return orientations;
  }

  Map<MeasurementFlag, Integer> flags() {
    return flags;
  }

  long defects() {
    return defects;
  }

  /** Returns the number of defects that no network has looked at. */
  long unscreened() {
    return unscreened;
  }

  /** Returns the number of defects whose probability is low. */
  long doubtful() {
    return doubtful;
  }
}
