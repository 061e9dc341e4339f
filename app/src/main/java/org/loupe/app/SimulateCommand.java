package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.micrograph.Calibration;
import org.loupe.simulation.MicrographSimulator;
import org.loupe.simulation.SimulatedSeries;
import org.loupe.simulation.SimulatedSeries.Numbers;
import org.loupe.simulation.SimulationSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loupe simulate}: synthetic micrographs with known truth, as a labeled set. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Draws micrographs of dislocation loops with known truth and writes a labeled set that"
          + " evaluate and train open: images/ (TIFF with pixel size), annotations.json (COCO with"
          + " ellipses; loops only), truth.csv (everything that was drawn) and simulation.json (all"
          + " settings). Equal options give equal bytes. docs/simulation.md says what is drawn, and"
          + " how to plan a measurement with it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe simulate --out simulated",
      "  loupe simulate --images 40 --density 1.5e14 --mean-diameter 22 --sd-diameter 8 --out"
          + " planned",
      "  loupe simulate --images 5 --loops 60 --overlap 0.4 --electrons 25 --lines 12 --out hard",
      "  loupe evaluate simulated --out judged"
    })
final class SimulateCommand implements Callable<Integer> {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:[xX\u00d7](\\d{1,5}))?");
  private static final SimulationSettings DEFAULTS = SimulationSettings.defaults();
  private static final SimulationSettings.Loops LOOPS = DEFAULTS.loops();
  private static final SimulationSettings.Clutter CLUTTER = DEFAULTS.clutter();
  private static final SimulationSettings.Imaging IMAGING = DEFAULTS.imaging();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the set; made if it is not there, and must be empty.")
  private Path out = Path.of("");

  @Option(names = "--images", paramLabel = "N", description = "Number of micrographs. Default: 10.")
  private int images = 10;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Width and height of a micrograph, in pixels. Default: 1024x1024.")
  private String size = "1024x1024";

  @Option(
      names = "--pixel-size",
      paramLabel = "SIZE",
      converter = PixelSizeConverter.class,
      description = "Side of a pixel with its unit. Default: 0.47nm.")
  private Calibration pixelSize =
      new Calibration(DEFAULTS.pixelSizeNm(), DEFAULTS.pixelSizeNm(), "default");

  @ArgGroup private @Nullable Amount amount;

  private static final class Amount {

    @Option(
        names = "--loops",
        paramLabel = "N",
        description = "Mean number of loops in a micrograph. Default: 30.")
    private @Nullable Double loops;

    @Option(
        names = "--density",
        paramLabel = "PER_M2",
        description = "Instead of --loops, the number density in loops per square metre.")
    private @Nullable Double density;
  }

  @Option(
      names = "--equal-numbers",
      description =
          "The same number of loops in each micrograph. Default: Poisson numbers, as of loops that"
              + " lie in the foil independently.")
  private boolean equalNumbers;

  @Option(
      names = "--mean-diameter",
      paramLabel = "NM",
      description =
          "Mean diameter (major axis) of the loops, in nanometres; log-normal. Default: 20.")
  private double meanDiameter = 20;

  @Option(
      names = "--sd-diameter",
      paramLabel = "NM",
      description = "Standard deviation of the diameters, in nanometres. Default: 6.5.")
  private double sdDiameter = 6.5;

  @Option(
      names = "--min-axis-ratio",
      paramLabel = "R",
      description = "Least ratio of minor to major axis, above 0. Default: 0.55.")
  private double minAxisRatio = LOOPS.minAxisRatio();

  @Option(
      names = "--max-axis-ratio",
      paramLabel = "R",
      description = "Largest ratio of minor to major axis, up to 1. Default: 0.95.")
  private double maxAxisRatio = LOOPS.maxAxisRatio();

  @Option(
      names = "--overlap",
      paramLabel = "SHARE",
      description =
          "How far loops may overlap: 0, circles around them stay apart; 1, they lie anywhere."
              + " Default: 0.1.")
  private double overlap = LOOPS.allowedOverlap();

  @Option(
      names = "--rim-width",
      paramLabel = "NM",
      description = "Full width at half depth of a rim, in nanometres. Default: 4.6.")
  private double rimWidth = LOOPS.rimWidthNm();

  @Option(
      names = "--contrast",
      paramLabel = "C",
      description =
          "Mean absorption exponent of a rim: the beam is weakened by exp(-C). Default: 0.5.")
  private double contrast = LOOPS.contrast();

  @Option(
      names = "--contrast-spread",
      paramLabel = "SHARE",
      description =
          "Standard deviation of the contrast between loops over its mean, 0 to 1. Default: 0.3.")
  private double contrastSpread = LOOPS.contrastSpread();

  @Option(
      names = "--electrons",
      paramLabel = "N",
      description = "Electrons per pixel through the empty foil; fewer are noisier. Default: 100.")
  private double electrons = IMAGING.electronsPerPixel();

  @Option(
      names = "--read-noise",
      paramLabel = "N",
      description = "Standard deviation of the detector's own noise, in electrons. Default: 2.")
  private double readNoise = IMAGING.readNoiseElectrons();

  @Option(
      names = "--blur",
      paramLabel = "PX",
      description = "Standard deviation of the detector's blur, in pixels. Default: 1.")
  private double blur = IMAGING.blurPx();

  @Option(
      names = "--background",
      paramLabel = "SHARE",
      description =
          "Unevenness of the background over the frame, by a random quadratic, 0 to 0.99. Default:"
              + " 0.3.")
  private double background = IMAGING.backgroundAmplitude();

  @Option(
      names = "--mottle",
      paramLabel = "C",
      description =
          "Standard deviation of the foil's fine mottle, as an absorption exponent. Default: 0.04.")
  private double mottle = IMAGING.mottleAmplitude();

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Dislocation lines in a micrograph. Default: 4.")
  private int lines = CLUTTER.dislocations();

  @Option(
      names = "--dots",
      paramLabel = "N",
      description = "Black dots in a micrograph, which are no targets. Default: 25.")
  private int dots = CLUTTER.blackDots();

  @Option(
      names = "--double-rings",
      paramLabel = "N",
      description = "Double rings in a micrograph, which are no targets. Default: 0.")
  private int doubleRings = CLUTTER.doubleRings();

  @Option(
      names = "--edge-on",
      paramLabel = "N",
      description = "Loops seen from their edge, which are no targets. Default: 5.")
  private int edgeOn = CLUTTER.edgeOnLoops();

  @Option(names = "--bits", paramLabel = "N", description = "Bits of a pixel, 8 or 16. Default: 8.")
  private int bits = IMAGING.bits();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Name of the loops' class in annotations.json. Default: loop.")
  private String defectClass = "loop";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Start of all that is random. Default: 1.")
  private long seed = DEFAULTS.seed();

  @Override
  public Integer call() throws IOException {
    SimulatedSeries series = series();
    checkEmpty();
    PrintWriter err = spec.commandLine().getErr();
    SimulatedSet set = new SimulatedSet(out, series, defectClass);
    boolean done = false;
    try {
      simulate(series, set, err);
      set.finish();
      done = true;
    } finally {
      if (!done) {
        removeContents(out); // it was empty: the next try may use it
      }
    }
    PrintWriter printer = spec.commandLine().getOut();
    printer.println(set.summary());
    printer.println("Labeled set in " + out);
    printer.flush();
    return ExitCode.DONE;
  }

  private static void removeContents(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> !file.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private void simulate(SimulatedSeries series, SimulatedSet set, PrintWriter err)
      throws IOException {
    for (int i = 0; i < series.micrographs(); i++) {
      try {
        set.add(i, MicrographSimulator.simulate(series.settings(i)));
      } catch (IllegalArgumentException e) {
        throw wrong(
            "micrograph "
                + (i + 1)
                + ": "
                + e.getMessage()
                + "; try fewer loops or more --overlap");
      }
      err.printf(Locale.ROOT, "[%d/%d] %s%n", i + 1, series.micrographs(), SimulatedSet.name(i));
      err.flush();
    }
  }

  private SimulatedSeries series() {
    Matcher sides = SIZE.matcher(size.strip());
    if (!sides.matches()) {
      throw wrong("--size must be like 1024x768, was " + size);
    }
    int width = Integer.parseInt(sides.group(1));
    int height = sides.group(2) == null ? width : Integer.parseInt(sides.group(2));
    try {
      SimulationSettings settings =
          new SimulationSettings(
              width,
              height,
              pixelSize.pixelSizeNm(),
              seed,
              new SimulationSettings.Loops(
                      0,
                      LOOPS.medianDiameterNm(),
                      LOOPS.geometricSd(),
                      LOOPS.minDiameterNm(),
                      LOOPS.maxDiameterNm(),
                      minAxisRatio,
                      maxAxisRatio,
                      rimWidth,
                      contrast,
                      contrastSpread,
                      LOOPS.rimUnevenness(),
                      LOOPS.insideBrightness(),
                      overlap)
                  .withDiameters(meanDiameter, sdDiameter),
              new SimulationSettings.Clutter(
                  dots,
                  CLUTTER.dotDiameterNm(),
                  doubleRings,
                  edgeOn,
                  CLUTTER.contrast(),
                  lines,
                  CLUTTER.dislocationWidthNm(),
                  CLUTTER.dislocationContrast(),
                  CLUTTER.waviness()),
              new SimulationSettings.Imaging(
                  background,
                  mottle,
                  IMAGING.mottleSizeNm(),
                  electrons,
                  blur,
                  readNoise,
                  IMAGING.backgroundLevel(),
                  bits));
      return new SimulatedSeries(
          images, meanLoops(settings), equalNumbers ? Numbers.EQUAL : Numbers.POISSON, settings);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private double meanLoops(SimulationSettings settings) {
    if (amount != null && amount.density != null) {
      return SimulatedSeries.meanLoops(amount.density, settings);
    }
    return amount != null && amount.loops != null ? amount.loops : LOOPS.count();
  }

  /** A set must not be mixed with what is left of another one. */
  private void checkEmpty() throws IOException {
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw wrong("--out " + out + " is not empty; choose another folder");
        }
      }
    }
    Files.createDirectories(out);
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }
}
