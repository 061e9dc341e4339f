package org.loupe.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.loupe.analysis.FileOutcome;
import org.loupe.micrograph.Calibration;
import org.loupe.model.FileHash;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerModel;
import picocli.CommandLine;

/** What {@code run.json} says: enough to repeat the run and to see that it is the same. */
final class RunRecord {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Options that change no result of an image, or that the model's hash stands for. Any other
   * counts, also one that is added later and forgotten here: that costs an analysis, not the truth.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "--out",
          "--overwrite",
          "--resume",
          "--settings",
          "--quiet",
          "--verbose",
          "--json",
          "--log",
          "--threads",
          "--no-overlays",
          "--no-report",
          "--pdf",
          "--plots",
          "--export",
          "--labels",
          "--model",
          "--cascade",
          "--diameter",
          "--pixel-size-uncertainty",
          "--thickness",
          "--cavities",
          "--visible-fraction",
          "--reflection");

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode inputs = JSON.createArrayNode();

  /** What was given of options that may matter and that the settings may not know. */
  private final ArrayNode options = JSON.createArrayNode();

  /** Images by the member of the model that judged them, in the members' order. */
  private final Map<String, Integer> members = new LinkedHashMap<>();

  /** What each member of a model scans, screens and measures with. */
  private final Map<String, ObjectNode> memberSettings = new HashMap<>();

  private RunRecord() {}

  static RunRecord begin(CommandLine command, ModelBundle model, Optional<Calibration> pixelSize) {
    RunRecord record = new RunRecord();
    ObjectNode root = record.root;
    root.put("program", "loupe");
    root.put("version", Version.text());
    root.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    ArrayNode arguments = root.putArray("arguments");
    command.getParseResult().originalArgs().forEach(arguments::add);
    command.getParseResult().matchedOptionsSet().stream()
        .filter(option -> !HARMLESS.contains(option.longestName()))
        .map(option -> option.longestName() + "=" + option.originalStringValues())
        .sorted()
        .forEach(record.options::add);
    root.put("workingDirectory", System.getProperty("user.dir"));
    ObjectNode modelNode = root.putObject("model");
    modelNode.put("name", model.name());
    modelNode.put("sha256", model.sha256());
    modelNode.put("class", model.defectClass());
    if (!model.others().isEmpty()) {
      model.members().forEach(member -> record.members.put(member.name(), 0));
      model.members().forEach(member -> record.memberSettings.put(member.name(), settings(member)));
    }
    ObjectNode settings = settings(model);
    root.set("settings", settings);
    settings.put("pixelSizeNm", pixelSize.map(Calibration::pixelSizeNm).orElse(null));
    ObjectNode machine = root.putObject("environment");
    machine.put(
        "java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("vectorModule", ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    return record;
  }

  private static ObjectNode settings(ModelBundle member) {
    ObjectNode settings = JSON.createObjectNode();
    settings.set("scan", JSON.valueToTree(member.scan()));
    settings.set(
        "screening",
        member
            .screener()
            .<JsonNode>map(screener -> JSON.valueToTree(screener.settings()))
            .orElseGet(JSON::nullNode));
    member
        .screener()
        .flatMap(ScreenerModel::minProbabilityUnlike)
        .ifPresent(least -> settings.put("minProbabilityUnlike", least));
    settings.set("measurement", JSON.valueToTree(member.measurement()));
    return settings;
  }

  /** Records which part of each image is analyzed. */
  void region(ObjectNode regionSettings) {
    root.withObject("/settings").set("region", regionSettings);
  }

  /** Records a person's labels: what they hold counts among the settings. */
  void labels(Path path, String sha256) {
    root.put("labels", path.toString());
    root.withObject("/settings").put("labelsSha256", sha256);
  }

  /** Records what a person's labels changed. */
  void corrections(ObjectNode counts) {
    root.set("corrections", counts);
  }

  /** Returns the hash of all that the result of an image depends on, beside the image. */
  String settingsHash() {
    ObjectNode relevant = JSON.createObjectNode();
    for (String name : List.of("version", "model", "settings")) {
      relevant.set(name, root.get(name));
    }
    relevant.set("options", options);
    return FileHash.sha256(relevant.toString().getBytes(StandardCharsets.UTF_8));
  }

  void statistics(ObjectNode statisticsSettings) {
    root.withObject("/settings").set("statistics", statisticsSettings);
  }

  /** Records one more image that a member of the model judged. */
  void member(String name) {
    members.merge(name, 1, Integer::sum);
  }

  /** Returns how many images each member of the model judged, in words; empty without members. */
  String members() {
    return members.entrySet().stream()
        .filter(member -> member.getValue() > 0)
        .map(member -> member.getKey() + ": " + member.getValue())
        .collect(Collectors.joining(", "));
  }

  void add(FileOutcome outcome) {
    ObjectNode input = inputs.addObject();
    input.put("image", outcome.file().name());
    input.put("path", outcome.file().path().toString());
    input.put("sha256", outcome.sha256().orElse(null));
    input.put("frames", outcome.micrographs().size());
  }

  void finish(boolean interrupted, long elapsedNanos) {
    if (!members.isEmpty()) {
      ArrayNode array = root.withObject("/model").putArray("members");
      members.forEach(
          (name, images) ->
              array
                  .addObject()
                  .put("name", name)
                  .put("images", images)
                  .set("settings", memberSettings.get(name)));
    }
    root.put("interrupted", interrupted);
    root.put("elapsedMs", elapsedNanos / 1_000_000);
    root.set("inputs", inputs);
  }

  ObjectNode json() {
    return root;
  }
}
