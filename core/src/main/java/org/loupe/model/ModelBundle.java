package org.loupe.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementSettings;
import org.loupe.screen.ScreenerModel;
import org.loupe.trust.TrustBasis;

/**
 * Everything that turns a micrograph into measured defects of one class.
 *
 * <p>A model may have other members beside itself, for micrographs of other kinds: each is judged
 * by the member that knows its kind best ({@code detection.ModelDetector}).
 *
 * @param name what the tables and the provenance call the model
 * @param sha256 hash of the file the model came from, in hexadecimal; empty if it was in none yet
 * @param defectClass name of the class of the defects it finds
 * @param storedCascade the detector (Module I), perhaps not read yet; {@link #cascade} is what it
 *     says
 * @param scan how the detector scans
 * @param measurement how defects are measured (Module III)
 * @param screener what screens the detector's candidates (Module II); empty if nothing does
 * @param trust how micrographs that it is for are told from others, and how well it will do; only
 *     for the scan and the network it was learned with; empty if nobody knows
 * @param description where the model came from and how good it is; empty for a bare cascade
 * @param others the other members, in the order in which they are asked; they have none themselves,
 *     and names of their own
 */
public record ModelBundle(
    String name,
    String sha256,
    String defectClass,
    ModelCascade storedCascade,
    ScanSettings scan,
    MeasurementSettings measurement,
    Optional<ScreenerModel> screener,
    Optional<TrustBasis> trust,
    Optional<ModelDescription> description,
    List<ModelBundle> others) {

  /** Name of the class when nobody gave one. */
  public static final String DEFAULT_CLASS = "defect";

  public ModelBundle {
    others = List.copyOf(others);
    if (others.stream().anyMatch(other -> !other.others().isEmpty())) {
      throw new IllegalArgumentException("a member of a model must have no other members");
    }
    Set<String> names = new HashSet<>(Set.of(name));
    for (ModelBundle other : others) {
      if (!names.add(other.name())) {
        throw new IllegalArgumentException("two members are called " + other.name());
      }
    }
  }

  /** Makes a model without other members. */
  public ModelBundle(
      String name,
      String sha256,
      String defectClass,
      LbpCascade cascade,
      ScanSettings scan,
      MeasurementSettings measurement,
      Optional<ScreenerModel> screener,
      Optional<TrustBasis> trust,
      Optional<ModelDescription> description) {
    this(
        name,
        sha256,
        defectClass,
        ModelCascade.of(cascade),
        scan,
        measurement,
        screener,
        trust,
        description,
        List.of());
  }

  /**
   * Returns a model that is a cascade alone: nothing screens its candidates.
   *
   * @param file cascade in OpenCV's XML
   * @throws IOException if the file cannot be read or is not such a cascade
   */
  public static ModelBundle ofCascade(Path file, ScanSettings scan) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file; check the path: " + file, e);
    }
    String name = Objects.toString(file.getFileName(), file.toString());
    return new ModelBundle(
        name,
        FileHash.sha256(content),
        DEFAULT_CLASS,
        CascadeXml.read(new ByteArrayInputStream(content), file.toString()),
        scan,
        MeasurementSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns a model that was just trained and is in no file yet; {@link ModelFile#write} gives it
   * its name and hash.
   */
  public static ModelBundle trained(
      String defectClass,
      LbpCascade cascade,
      ScanSettings scan,
      Optional<ScreenerModel> screener,
      ModelDescription description) {
    return new ModelBundle(
        "unsaved",
        "",
        defectClass,
        cascade,
        scan,
        MeasurementSettings.defaults(),
        screener,
        Optional.empty(),
        Optional.of(description));
  }

  /**
   * Returns the detector (Module I).
   *
   * @throws java.io.UncheckedIOException if it is read only now, in a member beside the first, and
   *     is no cascade; of a {@link ModelFormatException}
   */
  public LbpCascade cascade() {
    return storedCascade.get();
  }

  /** Returns the members, each without the others: this model and then those beside it. */
  public List<ModelBundle> members() {
    List<ModelBundle> members = new ArrayList<>(List.of(withOthers(List.of())));
    members.addAll(others);
    return members;
  }

  /**
   * Returns one of {@link #members}.
   *
   * @throws IllegalArgumentException if none has that name
   */
  public ModelBundle member(String memberName) {
    return members().stream()
        .filter(member -> member.name().equals(memberName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no member " + memberName));
  }

  /** Returns the probability from which a candidate counts as a defect; 0 if nothing screens. */
  public double minProbability() {
    return screener.map(network -> network.settings().minProbability()).orElse(0.0);
  }

  /** Returns this model with other members beside it. */
  public ModelBundle withOthers(List<ModelBundle> members) {
    return with(defectClass, scan, measurement, screener, trust, description, members);
  }

  /** Returns this model, all members of it, with another name for the class of its defects. */
  public ModelBundle withDefectClass(String other) {
    List<ModelBundle> changed =
        others.stream().map(member -> member.withDefectClass(other)).toList();
    return with(other, scan, measurement, screener, trust, description, changed);
  }

  /**
   * Returns this model, without other members, with another way to scan. What is known of its
   * results goes with the old.
   */
  public ModelBundle withScan(ScanSettings other) {
    return other.equals(scan)
        ? this
        : with(defectClass, other, measurement, screener, Optional.empty(), description, List.of());
  }

  /**
   * Returns this model, all members of it, with another way to scan. What is known of its results
   * goes with the old; of a model of several members, which micrographs each of them knows stays,
   * or every micrograph would be the first one's.
   *
   * @param change from a member's way to the new one
   */
  public ModelBundle withScan(UnaryOperator<ScanSettings> change) {
    if (others.isEmpty()) {
      return withScan(change.apply(scan));
    }
    List<ModelBundle> changed = others.stream().map(member -> member.scanning(change)).toList();
    return scanning(change).withOthers(changed);
  }

  /**
   * Returns this model with another way to scan, of which it was seen that it finds the same: what
   * is known of the results stays.
   */
  public ModelBundle withEquivalentScan(ScanSettings other) {
    return with(defectClass, other, measurement, screener, trust, description, others);
  }

  private ModelBundle scanning(UnaryOperator<ScanSettings> change) {
    ScanSettings other = change.apply(scan);
    return other.equals(scan)
        ? this
        : with(
            defectClass,
            other,
            measurement,
            screener,
            trust.map(TrustBasis::withoutF1),
            description,
            others);
  }

  /** Returns this model, all members of it, with another way to measure. */
  public ModelBundle withMeasurement(MeasurementSettings other) {
    return withMeasurement(usual -> other);
  }

  /**
   * Returns this model, all members of it, with another way to measure.
   *
   * @param change from a member's way to the new one
   */
  public ModelBundle withMeasurement(UnaryOperator<MeasurementSettings> change) {
    List<ModelBundle> changed =
        others.stream().map(member -> member.withMeasurement(change)).toList();
    MeasurementSettings other = change.apply(measurement);
    return with(defectClass, scan, other, screener, trust, description, changed);
  }

  /** Returns this model with another screener: the same network with other settings. */
  public ModelBundle withScreener(ScreenerModel other) {
    return with(defectClass, scan, measurement, Optional.of(other), trust, description, others);
  }

  /**
   * Returns this model, all members of it that screen, with another least probability.
   *
   * @param change from a member's least probability to the new one, in [0, 1]
   * @throws IllegalArgumentException if that is no probability
   */
  public ModelBundle withMinProbability(DoubleUnaryOperator change) {
    Optional<ScreenerModel> other = screener.map(network -> network.withMinProbability(change));
    List<ModelBundle> changed =
        others.stream().map(member -> member.withMinProbability(change)).toList();
    return with(defectClass, scan, measurement, other, trust, description, changed);
  }

  /** Returns this model with what is known of when to believe it. */
  public ModelBundle withTrust(Optional<TrustBasis> other) {
    return with(defectClass, scan, measurement, screener, other, description, others);
  }

  /** Returns this model with another description. */
  public ModelBundle withDescription(ModelDescription other) {
    return with(defectClass, scan, measurement, screener, trust, Optional.of(other), others);
  }

  /** Returns this model with anything but its name, its file's hash and its cascade replaced. */
  private ModelBundle with(
      String newClass,
      ScanSettings newScan,
      MeasurementSettings newMeasurement,
      Optional<ScreenerModel> newScreener,
      Optional<TrustBasis> newTrust,
      Optional<ModelDescription> newDescription,
      List<ModelBundle> newOthers) {
    return new ModelBundle(
        name,
        sha256,
        newClass,
        storedCascade,
        newScan,
        newMeasurement,
        newScreener,
        newTrust,
        newDescription,
        newOthers);
  }
}
