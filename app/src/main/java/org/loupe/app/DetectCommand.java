package org.loupe.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.ScanSettings;
import org.loupe.defect.Candidate;
import org.loupe.export.CellText;
import org.loupe.image.ByteImage;
import org.loupe.io.FrameChoice;
import org.loupe.io.InputFile;
import org.loupe.io.InputFinder;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.model.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe detect}: Module I alone. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Runs a cascade alone and prints the boxes as CSV: image,x,y,width,height and, after"
          + " grouping, score,neighbors. Boxes are in pixels of the image."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe detect image.tif --cascade cascade.xml",
      "  loupe detect image.tif --cascade cascade.xml --raw --scale-factor 1.05"
    })
final class DetectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Image files, folders or patterns.")
  private List<String> inputs = List.of();

  @Option(
      names = "--cascade",
      required = true,
      paramLabel = "FILE",
      description = ScanOptions.CASCADE)
  private Path cascade = Path.of("");

  @Mixin private ScanOptions scan = new ScanOptions();

  @Option(
      names = "--raw",
      description = "Print every window that passed all stages, before grouping.")
  private boolean raw;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--frame",
      paramLabel = "N|all",
      description = {
        "Which frame of each stack or series to look at, from 1, or all.",
        "Default: ${DEFAULT-VALUE}."
      },
      defaultValue = "all",
      converter = FrameChoiceConverter.class)
  private FrameChoice frames = FrameChoice.all();

  @Override
  public Integer call() throws IOException {
    ModelBundle model = ModelBundle.ofCascade(cascade, scan.settings(ScanSettings.defaults()));
    CascadeDetector detector = new CascadeDetector(model.cascade(), model.scan());
    List<InputFile> files = InputFinder.find(inputs);
    PrintWriter err = spec.commandLine().getErr();
    ForkJoinPool pool = threads.newPool();
    int failed = 0;
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(spec.commandLine().getOut())) {
      csv.writeRecord(header());
      for (InputFile file : files) {
        try {
          detect(file, detector, pool, csv);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          failed++;
          err.println("loupe: " + Messages.withFile(file.path(), e));
        }
        csv.flush();
      }
    } finally {
      pool.shutdownNow();
    }
    return ExitCode.of(files.size(), failed);
  }

  private List<String> header() {
    List<String> columns = new ArrayList<>(List.of("image", "x", "y", "width", "height"));
    if (!raw) {
      columns.add("score");
      columns.add("neighbors");
    }
    return columns;
  }

  private void detect(InputFile file, CascadeDetector detector, ForkJoinPool pool, CsvWriter csv)
      throws IOException {
    if (file.problem().isPresent()) {
      throw new IOException(file.problem().get());
    }
    try (MicrographFile open = MicrographReaders.open(file.path())) {
      for (int frame : frames.of(open.frames()).toArray()) {
        String name = FrameChoice.name(file.name(), frame, open.frames());
        ByteImage image = open.frame(frame).detectorImage();
        List<Candidate> candidates =
            raw ? detector.windows(image, pool) : detector.detect(image, pool);
        for (Candidate candidate : candidates) {
          csv.writeRecord(row(name, candidate));
        }
      }
    }
  }

  private List<String> row(String name, Candidate candidate) {
    List<String> row = new ArrayList<>();
    row.add(CellText.harmless(name));
    row.add(pixels(candidate.box().x()));
    row.add(pixels(candidate.box().y()));
    row.add(pixels(candidate.box().width()));
    row.add(pixels(candidate.box().height()));
    if (!raw) {
      row.add(String.format(Locale.ROOT, "%.6g", candidate.score()));
      row.add(Integer.toString(candidate.neighbors()));
    }
    return row;
  }

  /** Returns whole numbers as such; windows of an enlarged image may lie between pixels. */
  private static String pixels(double length) {
    return length == Math.rint(length)
        ? Long.toString((long) length)
        : String.format(Locale.ROOT, "%.3f", length);
  }
}
