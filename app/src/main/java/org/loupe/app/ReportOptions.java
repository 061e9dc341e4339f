package org.loupe.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.loupe.app.report.AnalysisReport;
import org.loupe.app.report.FigureFormat;
import org.loupe.export.AtomicFile;
import org.loupe.export.OutputFolder;
import org.loupe.export.ResultFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is written to look at and to print. */
final class ReportOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--no-report", description = "Write no report.html.")
  private boolean noReport;

  @Option(
      names = "--pdf",
      description =
          "Write also report.pdf: the numbers, figures and checklist of report.html on a few A4"
              + " pages.")
  private boolean pdf;

  private Set<FigureFormat> plots = EnumSet.noneOf(FigureFormat.class);

  @Option(
      names = "--plots",
      paramLabel = "FORMAT",
      split = ",",
      description =
          "Write the figures of the report into plots/, 85 mm wide as journals want them: svg, png"
              + " (600 dpi) or both with a comma between.")
  void setPlots(List<String> words) {
    Set<FigureFormat> asked = EnumSet.noneOf(FigureFormat.class);
    for (String word : words) {
      Optional<FigureFormat> format = FigureFormat.of(word);
      if (format.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "--plots \"" + word + "\" is none of " + String.join(", ", FigureFormat.words()));
      }
      asked.add(format.get());
    }
    plots = asked;
  }

  /** Returns what gathers the report; nothing if no part of it was asked for. */
  Optional<AnalysisReport> report(int files) {
    return noReport && !pdf && plots.isEmpty()
        ? Optional.empty()
        : Optional.of(new AnalysisReport(files));
  }

  /** Returns whether figures are written as files of their own. */
  boolean hasFigures() {
    return !plots.isEmpty();
  }

  /** Returns whether micrographs are shown. */
  boolean hasPictures() {
    return !noReport || pdf;
  }

  /** Writes what was asked for, once everything is known. */
  void write(AnalysisReport report, ResultFolder results, RunRecord record, Path out)
      throws IOException {
    if (!noReport) {
      results.writeReport(report.page(record.json(), results.statistics()));
    }
    if (!plots.isEmpty()) {
      report.writeFigures(out.resolve(OutputFolder.PLOTS), plots, results.statistics());
    }
    if (pdf) {
      AtomicFile.write(
          out.resolve(OutputFolder.PDF),
          to -> report.writePdf(record.json(), results.statistics(), to));
    }
  }
}
