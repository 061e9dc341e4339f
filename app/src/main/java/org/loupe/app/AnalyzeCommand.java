package org.loupe.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.analysis.BatchAnalyzer;
import org.loupe.analysis.DefectAnalyzer;
import org.loupe.analysis.FileOutcome;
import org.loupe.analysis.MarkSource;
import org.loupe.analysis.NonSquarePixelsException;
import org.loupe.analysis.Preparation;
import org.loupe.analysis.SensitivityStudy;
import org.loupe.app.report.AnalysisReport;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.export.ExistingResults;
import org.loupe.export.OutputFolder;
import org.loupe.export.OverlayNames;
import org.loupe.export.ResultFolder;
import org.loupe.export.ResultJournal;
import org.loupe.export.SensitivityTable;
import org.loupe.export.TrustTally;
import org.loupe.image.ByteImage;
import org.loupe.io.FrameChoice;
import org.loupe.io.InputFile;
import org.loupe.io.InputFinder;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.CorrectedStatistics;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.MemberSettings;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.VolumeStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe analyze}: images to defects, statistics and overlays. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Finds and measures the defects of images and writes into the output folder: defects.csv (a"
          + " row a defect), images.csv (a row an image), histograms.csv, summary.json (statistics"
          + " of the set), budget.csv (where its uncertainty comes from), columns.json (what each"
          + " column means), run.json (everything to repeat the run), overlays/ and report.html"
          + " (all of it to look at)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe analyze folder --out out",
      "  loupe analyze a.tif b.tif --model mine.loupe --pixel-size 0.478nm --out out",
      "  loupe analyze folder --min-probability 0.8 --out out",
      "  loupe analyze folder --scale-bar 100nm --mask masks --out out",
      "  loupe analyze folder --export imagej-roi,xlsx --out out",
      "  loupe analyze folder --pdf --plots svg,png --out out",
      "  loupe analyze folder --out out --resume",
      "  loupe analyze --settings out/run.json --labels out/rois --out corrected",
      "  loupe analyze --settings out/run.json --out again",
      "  loupe analyze folder --thickness 100nm+-20%% --reflection 'bcc:110:1/2<111>' --out out",
      "  loupe analyze folder --sensitivity --out out",
      "  loupe analyze folder --cascade cascade.xml --min-defect-size 16 --out out",
      "",
      "Sizes in nanometres need a calibration: from the file, or by --pixel-size."
    })
final class AnalyzeCommand implements Callable<Integer> {

  private static final double NM2_PER_M2 = 1e18;
  private static final double NM3_PER_M3 = 1e27;

  /** How long an interrupted run may take to finish the images it is working on. */
  private static final long FINISH_SECONDS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description = "Images, folders (searched with all below them) or patterns such as '*.tif'.")
  private List<String> inputs = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--settings",
      paramLabel = "RUN.JSON",
      description =
          "Repeat the run that this run.json tells of, with its inputs and options where none are"
              + " given here.")
  private @Nullable Path settings;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--pixel-size",
      paramLabel = "SIZE",
      converter = PixelSizeConverter.class,
      description =
          "Side of a pixel with its unit (pm, Å, nm, µm or um), such as 0.478nm; overrides the"
              + " files' own.")
  private @Nullable Calibration pixelSize;

  @Mixin private RegionOptions region = new RegionOptions();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "Name of the defects' class in the tables. Default: the model's; defect for a cascade.")
  private @Nullable String defectClass;

  @Option(
      names = "--measurement",
      paramLabel = "METHOD",
      description = MeasurementChoice.HELP + " Default: the model's; rim-fit for a cascade.")
  private @Nullable MeasurementChoice measurement;

  @Option(
      names = "--box-margin",
      paramLabel = "SHARE",
      description = MeasurementChoice.MARGIN_HELP + " Default: the model's; 0 for a cascade.")
  private @Nullable Double boxMargin;

  @Option(
      names = "--rim",
      paramLabel = "POLARITY",
      description = MeasurementChoice.RIM_HELP + " Default: the model's; dark for a cascade.")
  private @Nullable RimPolarity rim;

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

  private List<String> exports = List.of();

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      split = ",",
      description =
          "Write the defects also as coco (annotations.json), imagej-roi (rois/), geojson, masks,"
              + " yolo (labels/) or xlsx (results.xlsx); several with commas between.")
  void setExports(List<String> words) {
    for (String word : words) {
      if (!ResultExports.words().contains(word)) {
        throw new ParameterException(
            spec.commandLine(),
            "--export \""
                + word
                + "\" is none of "
                + String.join(", ", ResultExports.words())
                + Suggestion.of(word, ResultExports.words()));
      }
    }
    exports = List.copyOf(words);
  }

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private StatisticsOptions statistics = new StatisticsOptions();

  @Mixin private SensitivityOption sensitivity = new SensitivityOption();

  @Option(names = "--no-overlays", description = "Write no overlay images.")
  private boolean noOverlays;

  @Mixin private ReportOptions reports = new ReportOptions();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private ResultsOptions existing = new ResultsOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    if (settings != null) {
      return RepeatedRun.of(settings, spec.commandLine()).execute();
    }
    if (inputs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no INPUT: name images or folders");
    }
    try (RunLog log = output.openLog()) {
      log.line("loupe " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
      try {
        int exitCode = analyze(log);
        log.line("exit code " + exitCode);
        return exitCode;
      } catch (ParameterException e) {
        log.line(String.valueOf(e.getMessage()));
        log.line("exit code " + ExitCode.WRONG_USAGE);
        throw e;
      } catch (IOException | RuntimeException e) {
        log.line(Messages.of(e));
        throw e;
      }
    }
  }

  private int analyze(RunLog log) throws IOException {
    long start = System.nanoTime();
    ModelBundle used = asked(model.model());
    List<InputFile> files = InputFinder.find(inputs, out);
    PrintWriter err = spec.commandLine().getErr();
    if (files.isEmpty()) {
      err.println(
          "loupe: no images in " + String.join(", ", inputs) + "; check the path and the endings");
      printJsonEnd(counts(0, 0, false), 0);
      return ExitCode.NOTHING_DONE;
    }
    if (existing.existing() == ExistingResults.OVERWRITE
        && files.stream().allMatch(AnalyzeCommand::cannotBeRead)) {
      files.forEach(
          file ->
              err.println("loupe: " + file.name() + ": " + file.problem().orElse("is missing")));
      err.println("loupe: nothing to analyze; what " + out + " holds stays as it is");
      printJsonEnd(counts(files.size(), files.size(), false), 0);
      return ExitCode.NOTHING_DONE;
    }
    Optional<LabelsOption.Given> given = labels.open(files, out);
    if (given.isPresent() && sensitivity.isAsked()) {
      throw new ParameterException(
          spec.commandLine(),
          "--sensitivity tells how much the program's own finds move, --labels replaces them by a"
              + " person's: give one of them");
    }
    RunRecord record = RunRecord.begin(spec.commandLine(), used, Optional.ofNullable(pixelSize));
    RegionPreparation preparation = region.preparation(Optional.ofNullable(pixelSize));
    record.region(region.record(preparation));
    given.ifPresent(g -> record.labels(g.path(), g.sha256()));
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = interruptHook(interrupted, finished);
    Runtime.getRuntime().addShutdownHook(hook);
    MemberSettings statisticsSettings =
        statistics.settings(used, model.scanOrigin(), given.isPresent());
    String settingsHash = record.settingsHash(); // the statistics change no result of an image
    try (OutputFolder folder =
            OutputFolder.open(out, existing.existing(), ResultExports.places(exports));
        ResultJournal journal = ResultJournal.open(folder, settingsHash);
        ResultFolder results = ResultFolder.create(out, statisticsSettings)) {
      MarkSource marks = given.map(LabelsOption.Given::source).orElse(MarkSource.none());
      Sink sink =
          analyzeAll(
              files, used, preparation, marks, results, journal, record, log, interrupted::get);
      if (given.isPresent()) {
        record.corrections(results.corrections());
      }
      record.statistics(results.statisticsSettings());
      record.finish(interrupted.get(), System.nanoTime() - start);
      sink.writeSensitivity();
      results.writeSummary(sink.counts(interrupted.get()));
      results.writeRun(record.json());
      sink.writeReport();
      warnOfDomain(results.trust());
      warnOfOlder(
          folder.older().stream()
              .filter(name -> !(name.equals(OutputFolder.PLOTS) && reports.hasFigures()))
              .toList());
      sink.printSummary(output.summary(spec.commandLine().getOut()), interrupted.get());
      printJsonEnd(sink.counts(interrupted.get()), sink.defects);
      return ExitCode.of(sink.images, sink.failed);
    } finally {
      finished.countDown();
    }
  }

  private static ObjectNode counts(int images, int failed, boolean interrupted) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("images", images)
        .put("images_analyzed", images - failed)
        .put("images_failed", failed)
        .put("interrupted", interrupted);
  }

  /** Ends the lines of {@code --json}, also where nothing could be done. */
  private void printJsonEnd(ObjectNode counts, long defects) {
    if (output.isJson()) {
      ObjectNode end = JsonNodeFactory.instance.objectNode();
      end.put("event", "end").setAll(counts);
      end.put("defects", defects).put("out", out.toString());
      spec.commandLine().getOut().println(end);
      spec.commandLine().getOut().flush();
    }
  }

  private void warnOfOlder(List<String> older) {
    if (!older.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "loupe: in "
                  + out
                  + " these are of an earlier run and were not written again: "
                  + String.join(", ", older)
                  + "; ask for them again (--export, --plots) if anything but the number of images"
                  + " may have changed");
    }
  }

  private static boolean cannotBeRead(InputFile file) {
    return file.problem().isPresent() || Files.notExists(file.path());
  }

  /** Says where the model is out of its depth: what it finds there is a guess. */
  private void warnOfDomain(TrustTally trust) {
    if (trust.firstOutside().isPresent()) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "loupe: %d of %d images %s unlike those that the model was trained on (out_of_domain"
                  + " in images.csv); check what it found there, or train it on such images%s. The"
                  + " first: %s%n",
              trust.outside(),
              trust.judged(),
              trust.outside() == 1 ? "is" : "are",
              model.isBright()
                  ? ""
                  : "; if its defects are brighter than what is around them, give --bright",
              trust.firstOutside().get());
    }
  }

  /** Returns the model with what the options say otherwise. */
  private ModelBundle asked(ModelBundle standard) {
    return (defectClass == null ? standard : standard.withDefectClass(defectClass))
        .withMeasurement(this::asked);
  }

  private MeasurementSettings asked(MeasurementSettings standard) {
    MeasurementSettings method =
        measurement == null
            ? standard
            : MeasurementSettings.defaults()
                .withMethod(measurement.method())
                .withBoxMargin(standard.boxMargin());
    return MeasurementChoice.withMargin(method, boxMargin, spec)
        .withPolarity(rim == null ? standard.polarity() : rim);
  }

  @SuppressWarnings("try") // the study is closed here and used elsewhere
  private Sink analyzeAll(
      List<InputFile> files,
      ModelBundle used,
      RegionPreparation preparation,
      MarkSource marks,
      ResultFolder results,
      ResultJournal journal,
      RunRecord record,
      RunLog log,
      BooleanSupplier interrupted)
      throws IOException {
    OverlayNames names = new OverlayNames(files.stream().map(InputFile::name).toList());
    Optional<SensitivityStudy> study = sensitivity.study(used, statistics.diameter());
    try (DefectAnalyzer analyzer = new DefectAnalyzer(used);
        Closeable opened = () -> study.ifPresent(SensitivityStudy::close);
        ResultExports exported = ResultExports.open(exports, out, names);
        Progress progress =
            output.progress(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                log,
                "analyze",
                files.size())) {
      BatchAnalyzer batch =
          new BatchAnalyzer(
              analyzer, frames, seen(preparation), threads.count(), System::nanoTime, marks);
      Optional<AnalysisReport> report = reports.report(files.size());
      Sink sink = new Sink(results, journal, names, exported, report, study, progress, record);
      batch.run(files, sink, interrupted);
      return sink;
    }
  }

  /** Returns a preparation that ends with what the model looks at; regions are of the original. */
  private Preparation seen(Preparation preparation) {
    return (file, micrograph) -> {
      Preparation.Prepared prepared = preparation.prepare(file, micrograph);
      return new Preparation.Prepared(model.seen(prepared.micrograph()), prepared.region());
    };
  }

  private static Thread interruptHook(AtomicBoolean interrupted, CountDownLatch finished) {
    return new Thread(
        () -> {
          interrupted.set(true);
          try {
            if (!finished.await(FINISH_SECONDS, TimeUnit.SECONDS)) {
              return; // the tables hold whole rows of finished images all the same
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "finish-results");
  }

  /** Brings results to the folder and to the person who waits. */
  private final class Sink implements BatchAnalyzer.Listener {

    private final ResultFolder results;
    private final ResultJournal journal;
    private final OverlayNames overlayNames;
    private final ResultExports exported;
    private final Optional<AnalysisReport> report;
    private final Optional<SensitivityStudy> study;
    private List<SensitivityTable.Row> moved = List.of();
    private final Progress progress;
    private final RunRecord record;
    private int images;
    private int failed;
    private long defects;
    private int masked;
    private long dropped;
    private final AtomicInteger kept = new AtomicInteger();

    Sink(
        ResultFolder results,
        ResultJournal journal,
        OverlayNames overlayNames,
        ResultExports exported,
        Optional<AnalysisReport> report,
        Optional<SensitivityStudy> study,
        Progress progress,
        RunRecord record) {
      this.results = results;
      this.journal = journal;
      this.overlayNames = overlayNames;
      this.exported = exported;
      this.report = report;
      this.study = study;
      this.progress = progress;
      this.record = record;
    }

    @Override
    public Optional<List<MicrographOutcome>> known(InputFile file, String sha256)
        throws IOException {
      boolean latest = journal.isLatest(file.name(), sha256);
      if (!noOverlays && !latest) {
        return Optional.empty(); // the overlay is of other settings
      }
      Optional<List<MicrographOutcome>> known = journal.find(file.name(), sha256);
      if (known.isPresent() && !latest) {
        for (MicrographOutcome micrograph : known.get()) {
          results.removeOverlay(overlayNames.of(micrograph.image()));
        }
      }
      if (study.isPresent() || known.isEmpty() || !hasOverlays(known.get())) {
        return Optional.empty();
      }
      if (report.isPresent() && reports.hasPictures()) {
        look(file, known.get(), report.get());
      }
      kept.addAndGet(known.get().size());
      return known;
    }

    private boolean hasOverlays(List<MicrographOutcome> micrographs) {
      return noOverlays
          || micrographs.stream().allMatch(m -> results.hasOverlay(overlayNames.of(m.image())));
    }

    /** Brings the pictures of micrographs that are not analyzed again into the report. */
    private void look(InputFile file, List<MicrographOutcome> micrographs, AnalysisReport page)
        throws IOException {
      try (MicrographFile open = MicrographReaders.open(file.path())) {
        for (MicrographOutcome micrograph : micrographs) {
          String frame = micrograph.image().substring(file.name().length());
          int number = frame.isEmpty() ? 0 : Integer.parseInt(frame.substring(1)) - 1;
          page.look(micrograph.image(), open.frame(number).detectorImage());
        }
      }
    }

    @Override
    public void analyzed(Micrograph micrograph, MicrographResult result) throws IOException {
      if (study.isPresent()) {
        try {
          study.get().add(micrograph, result, ForkJoinTask.getPool());
        } catch (NonSquarePixelsException e) {
          throw new IllegalStateException("the analysis itself refuses such pixels", e);
        }
      }
      if (noOverlays) {
        results.removeOverlay(overlayNames.of(result.image())); // of an earlier run
      }
      if (noOverlays && !reports.hasPictures()) {
        return;
      }
      ByteImage pixels = model.seen(micrograph).detectorImage(); // as it was
      if (!noOverlays) {
        results.writeOverlay(overlayNames.of(result.image()), pixels, result);
      }
      if (reports.hasPictures()) {
        report.ifPresent(page -> page.look(result.image(), pixels));
      }
    }

    @Override
    public void finished(FileOutcome outcome) throws IOException {
      for (MicrographOutcome micrograph : outcome.micrographs()) {
        results.append(micrograph);
        exported.add(micrograph);
        report.ifPresent(page -> page.add(micrograph, overlay(micrograph.image())));
        images++;
        micrograph.error().ifPresent(error -> failed++);
        defects += micrograph.result().map(result -> result.defects().size()).orElse(0);
        micrograph.result().ifPresent(this::tell);
        micrograph.result().flatMap(MicrographResult::member).ifPresent(record::member);
      }
      if (outcome.sha256().isPresent()) {
        journal.append(outcome.file().name(), outcome.sha256().get(), outcome.micrographs());
      }
      record.add(outcome);
      progress.finished(outcome, defects);
    }

    /** Counts what was left out, and says on the error output what nobody should miss. */
    private void tell(MicrographResult result) {
      masked += result.region().excludesAny() ? 1 : 0;
      dropped += result.region().droppedDetections();
      result
          .region()
          .scaleBar()
          .flatMap(bar -> RegionPreparation.contradiction(result.calibration(), bar))
          .ifPresent(
              words -> {
                PrintWriter err = spec.commandLine().getErr();
                err.println("loupe: " + Messages.printable(result.image() + ": " + words));
                err.flush();
              });
    }

    /** Returns the address of an overlay from the report. */
    private Optional<String> overlay(String image) {
      return noOverlays
          ? Optional.empty()
          : Optional.of(ResultFolder.overlayAddress(overlayNames.of(image)));
    }

    void writeSensitivity() throws IOException {
      if (study.isPresent()) {
        moved = SensitivityOption.rows(study.get());
        results.writeSensitivity(moved);
        report.ifPresent(page -> page.sensitivity(moved));
      }
    }

    void writeReport() throws IOException {
      if (report.isPresent()) {
        reports.write(report.get(), results, record, out);
      }
    }

    ObjectNode counts(boolean interrupted) {
      ObjectNode counts = AnalyzeCommand.counts(images, failed, interrupted);
      if (!moved.isEmpty()) {
        counts.set("sensitivity", SensitivityOption.json(moved));
      }
      return counts;
    }

    void printSummary(PrintWriter printer, boolean interrupted) {
      if (interrupted) {
        printer.print("Interrupted; what was finished is complete: ");
      }
      SetStatistics statistics = results.statistics();
      printer.printf(
          Locale.ROOT,
          "%d of %d images analyzed, %s%n",
          images - failed,
          images,
          Progress.defects(defects));
      if (kept.get() > 0) {
        printer.println("Finished before, and not analyzed again: " + kept.get());
      }
      if (masked > 0) {
        printer.printf(
            Locale.ROOT,
            "Parts of %d of them were left out (info bars, scale bars, vacuum, masks), with %d"
                + " detections: see masked_fraction in images.csv%n",
            masked,
            dropped);
      }
      ObjectNode people = results.corrections();
      if (people.path("images").asInt() > 0) {
        printer.printf(
            Locale.ROOT,
            "Corrected by people on images: %d; detections kept %d, removed %d; defects drawn %d%n",
            people.path("images").asInt(),
            people.path("detections_kept").asInt(),
            people.path("detections_removed").asInt(),
            people.path("defects_drawn").asInt());
      }
      Optional<DefectStatistics> calibrated = statistics.nanometers();
      if (calibrated.isPresent()) {
        int uncalibrated = images - failed - calibrated.get().micrographs();
        String left = "images without a pixel size, left out here: " + uncalibrated;
        printer.println(
            Stream.of(text(calibrated.get(), "nm"), uncalibrated == 0 ? "" : left)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; ")));
        if (defects > 0) {
          printer.println(corrected(calibrated.get()));
        }
      } else if (defects > 0) {
        statistics.pixels().ifPresent(part -> printer.println(text(part, "px")));
        printer.println("Pixel size unknown: give --pixel-size to get nanometres and densities");
      }
      if (!record.members().isEmpty()) {
        printer.println("Found by " + record.members());
      }
      TrustTally trust = results.trust();
      if (trust.predicted() > 0) {
        printer.printf(
            Locale.ROOT,
            "F1 to be expected: %.2f on the mean of %d images (a single one: mean error %.2f)%n",
            trust.meanF1().orElse(Double.NaN),
            trust.predicted(),
            trust.error().orElse(Double.NaN));
      }
      printer.println("Results in " + out);
      printer.flush();
    }

    /** Returns mean diameter and, in nanometres, number density, with their intervals. */
    private static String text(DefectStatistics part, String unit) {
      StringBuilder text = new StringBuilder();
      if (part.diameter().mean().isPresent()) {
        text.append(
            String.format(
                Locale.ROOT, "mean diameter %.4g %s", part.diameter().mean().getAsDouble(), unit));
        part.meanDiameterInterval().ifPresent(interval -> text.append(limits(interval, 1)));
      }
      if (unit.equals("nm")) {
        appendDensity(text, part.numberDensity(), part.numberDensityInterval());
      }
      return text.toString();
    }

    private static void appendDensity(
        StringBuilder text, OptionalDouble density, Optional<ConfidenceInterval> interval) {
      if (density.isPresent() && interval.isPresent()) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(
                String.format(
                    Locale.ROOT, "number density %.3g m^-2", density.getAsDouble() * NM2_PER_M2))
            .append(limits(interval.get(), NM2_PER_M2));
      }
    }

    private static void append(StringBuilder text, VolumeStatistics volume) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(
              String.format(Locale.ROOT, "volume density %.3g m^-3", volume.density() * NM3_PER_M3))
          .append(limits(volume.densityInterval(), NM3_PER_M3));
    }

    /** Returns the corrected figures: those of the edges, and of the detector where known. */
    private static String corrected(DefectStatistics part) {
      StringBuilder text = new StringBuilder();
      CorrectedStatistics best = part.best();
      if (best.diameter().mean().isPresent()) {
        text.append(
            String.format(
                Locale.ROOT, "mean diameter %.4g nm", best.diameter().mean().getAsDouble()));
        best.meanDiameterInterval().ifPresent(interval -> text.append(limits(interval, 1)));
      }
      appendDensity(text, best.numberDensity(), best.numberDensityInterval());
      best.volume().ifPresent(volume -> append(text, volume));
      return (part.detectionCorrected().isPresent()
              ? "Corrected for edges and detection: "
              : "Corrected for edges: ")
          + (text.isEmpty() ? "undefined, as every defect touches the frame" : text);
    }

    private static String limits(ConfidenceInterval interval, double factor) {
      return String.format(
          Locale.ROOT,
          " (95 %%: %.4g to %.4g)",
          interval.lower() * factor,
          interval.upper() * factor);
    }
  }
}
