package dev.whittle.pipeline.method;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.pipeline.experiment.DataSpec;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Probabilities;
import dev.whittle.pipeline.experiment.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an experiment does, as the method section of a paper says it: each part that is used, once, in the order of the
 * pipeline. The texts and papers are in the resources {@code methods.yaml} and {@code references.bib}.
 *
 * @param papers those cited, sorted by their keys
 */
public record Method(List<Section> sections, List<Bibliography.Paper> papers) {
    /** The parts of one kind, such as all features. */
    public record Section(String title, List<Part> parts) {}

    /**
     * A part.
     *
     * @param name in experiments; empty where it has none
     * @param equation empty for none
     * @param citations such as "(Dalal and Triggs 2005)"; empty for none
     * @param details what is said of its settings
     * @param uses its settings, with the names of features or heads that have them
     */
    public record Part(
            String name, String text, String equation, String citations, List<Detail> details, List<Use> uses) {}

    /**
     * What is said of a setting.
     *
     * @param who the features or heads that have it; empty where all users of the part do
     */
    public record Detail(String text, String equation, String citations, String who) {}

    /** @param settings such as "cellSize 8, bins 9"; empty for none */
    public record Use(String who, String settings) {}

    /** The parts whose fitted objects are of this type. */
    private record Kind(Class<?> fitted, String title) {}

    /** In the order of the pipeline. */
    private static final List<Kind> KINDS = List.of(
            new Kind(ImageStep.class, "Image steps"),
            new Kind(Palette.class, "Palettes"),
            new Kind(LocalDescriptors.class, "Local descriptors"),
            new Kind(Codebook.class, "Dictionaries"),
            new Kind(Mixture.class, "Dictionaries"),
            new Kind(Encoder.class, "Encoders"),
            new Kind(FeatureExtractor.class, "Features"),
            new Kind(Transform.class, "Transforms"),
            new Kind(Classifier.class, "Heads and networks"));

    private static final String ROBUSTNESS = "robustness";
    private static final String OTHER = "Parts made in code";

    /** The method of a plan. */
    public static Method of(Plan plan) throws IOException {
        return new Writer(MethodTexts.installed(), Bibliography.installed()).method(plan);
    }

    /** A BibTeX file of the papers. */
    public String bibtex() {
        return Bibliography.bibtex(papers);
    }

    private static final class Writer {
        private final MethodTexts texts;
        private final Bibliography bibliography;
        private final Map<String, Bibliography.Paper> cited = new TreeMap<>();

        Writer(MethodTexts texts, Bibliography bibliography) {
            this.texts = texts;
            this.bibliography = bibliography;
        }

        Method method(Plan plan) {
            List<Section> sections = new ArrayList<>();
            sections.add(new Section("Data", List.of(data(plan))));
            sections.addAll(parts(plan));
            List<Part> choice = choice(plan);
            if (!choice.isEmpty()) {
                sections.add(new Section("Choice of settings", choice));
            }
            sections.add(new Section("Evaluation", evaluation(plan)));
            return new Method(sections, List.copyOf(cited.values()));
        }

        private Part data(Plan plan) {
            Optional<Experiment> experiment = Optional.ofNullable(plan.experiment());
            Optional<MethodTexts.Text> text =
                    experiment.flatMap(e -> texts.data(e.data().set()));
            int images = plan.data(0).train().size();
            List<Detail> details = new ArrayList<>();
            details.add(plain(String.format(
                    Locale.ROOT,
                    "%,d images are for training, %,d for validation and %,d for the test, in %d classes.",
                    images - plan.validation(),
                    plan.validation(),
                    plan.data(0).test().size(),
                    plan.classes().size())));
            boolean chosen = experiment
                    .filter(e -> e.data().train() != DataSpec.ALL
                            || e.data().test() != DataSpec.ALL
                            || e.data().folds() != null && e.data().folds().images() != DataSpec.ALL)
                    .isPresent();
            details.add(plain(
                    !plan.folds().isEmpty()
                            ? "By cross-validation, each seed divides all images at random into "
                                    + plan.folds().size()
                                    + " folds, in which every class has its share, and each fold is the test images"
                                    + " once. The numbers are those of the first fold."
                            : plan.isRedivided()
                                    ? "Each seed divides all images anew and at random."
                                    : "All seeds have the same training and test images."));
            if (chosen) {
                details.add(plain("Where the data set has more images than are used, those used were drawn at random,"
                        + " every class with its share."));
            }
            if (plan.validation() > 0) {
                details.add(plain((plan.folds().isEmpty() ? "For each seed" : "For each fold")
                        + ", the images for validation were drawn at random from those for"
                        + " training, every class with its share."));
            }
            if (plan.heldOut().folds() > 0) {
                details.add(plain((plan.folds().isEmpty() ? "For each seed" : "For each fold")
                        + ", the images for training were divided at random into "
                        + plan.heldOut().folds() + " inner folds, in which every class has its share."));
            }
            details.add(detail("near-duplicates"));
            boolean several = plan.seeds().size() > 1;
            details.add(plain((several
                            ? "Everything was trained "
                                    + (plan.folds().isEmpty()
                                            ? "once"
                                            : plan.folds().size() + " times")
                                    + " for each of the seeds "
                            : "The seed is ")
                    + plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + (several ? "; a seed decides every random choice in training." : ".")));
            return new Part(
                    plan.shownName(),
                    text.map(MethodTexts.Text::text).orElse("Images that a program gave."),
                    "",
                    text.map(this::cite).orElse(""),
                    details,
                    List.of());
        }

        private static Detail plain(String text) {
            return new Detail(text, "", "", "");
        }

        private List<Section> parts(Plan plan) {
            Map<String, UsedPart> used = new LinkedHashMap<>();
            for (Experiment.Feature feature : plan.features()) {
                UsedPart.add(used, feature.name(), feature.spec());
                feature.transforms().forEach(transform -> UsedPart.add(used, feature.name(), transform));
            }
            for (Experiment.Head head : plan.heads()) {
                head.candidates().forEach(candidate -> UsedPart.add(used, head.name(), candidate));
            }
            Map<String, List<Part>> byTitle = new LinkedHashMap<>();
            KINDS.forEach(kind -> byTitle.put(kind.title(), new ArrayList<>()));
            byTitle.put(OTHER, new ArrayList<>());
            used.values().forEach(part -> byTitle.get(title(part)).add(part(part)));
            List<Section> sections = new ArrayList<>();
            byTitle.forEach((title, parts) -> {
                if (!parts.isEmpty()) {
                    sections.add(new Section(title, parts));
                }
            });
            return sections;
        }

        private static String title(UsedPart part) {
            return part.type()
                    .flatMap(type -> KINDS.stream()
                            .filter(kind -> kind.fitted().isAssignableFrom(type.fitted()))
                            .map(Kind::title)
                            .findFirst())
                    .orElse(OTHER);
        }

        private Part part(UsedPart part) {
            Optional<MethodTexts.Text> text = part.type().flatMap(type -> texts.part(type.name()));
            List<Detail> details = new ArrayList<>();
            part.words()
                    .forEach((word, who) -> texts.choice(word.key(), word.word())
                            .ifPresent(of -> details.add(new Detail(
                                    of.text(), of.equation(), cite(of), who.equals(part.users()) ? "" : join(who)))));
            List<Use> uses = new ArrayList<>();
            part.bySettings().forEach((settings, who) -> uses.add(new Use(join(who), settings)));
            return new Part(
                    part.name(),
                    text.map(MethodTexts.Text::text)
                            .orElseGet(
                                    () -> part.type().map(Writer::summary).orElse("A part without a name in files.")),
                    text.map(MethodTexts.Text::equation).orElse(""),
                    text.map(this::cite).orElse(""),
                    details,
                    uses);
        }

        /** Of a type of another jar, which has no description. */
        private static String summary(SpecType<?, ?> type) {
            return type.summary() + (type.source().isEmpty() ? "." : " (" + type.source() + ").");
        }

        private static String join(Collection<String> names) {
            return String.join("; ", names);
        }

        private List<Part> choice(Plan plan) {
            List<Part> parts = new ArrayList<>();
            for (Experiment.Head head : plan.heads()) {
                Search search = head.search();
                if (head.candidates().size() > 1) {
                    List<Detail> details = new ArrayList<>();
                    if (search != null) {
                        details.add(plain("This was a " + search.text() + "."));
                        details.add(detail(search.method() == Search.Method.RANDOM ? "random-search" : "grid-search"));
                    } else {
                        details.add(plain("There are " + head.candidates().size() + " candidates."));
                    }
                    parts.add(
                            protocol(head.name(), plan.heldOut().folds() > 0 ? "inner-folds" : "candidates", details));
                }
            }
            return parts;
        }

        private List<Part> evaluation(Plan plan) {
            List<String> names = new ArrayList<>();
            if (!plan.fewerImages().isEmpty()) {
                names.add("learning-curve");
            }
            if (!plan.fusions().isEmpty()) {
                names.add("fusion");
            }
            names.add(plan.folds().isEmpty() ? "accuracy" : "accuracy-of-folds");
            if (plan.heads().stream().anyMatch(Probabilities::hasThem)) {
                names.add("calibration");
            }
            if (!plan.robustness().corruptions().isEmpty()) {
                names.add(ROBUSTNESS);
            }
            if (plan.design().controls() && plan.classes().size() > 1) {
                names.add("controls");
            }
            boolean several = plan.features().size() > 1;
            if (plan.isRedivided()) {
                names.add(plan.folds().isEmpty() ? "corrected-resampled-t" : "corrected-resampled-t-of-folds");
            } else if (plan.seeds().size() > 1) {
                names.add("images-and-seeds");
            } else {
                names.add("images");
                if (several) {
                    names.add("mcnemar");
                }
            }
            if (several) {
                names.add("best");
            }
            if (plan.heads().stream().anyMatch(head -> hasBaseline(plan, head.name()))) {
                names.add("holm");
            }
            if (several) {
                names.add("practical");
            }
            return names.stream()
                    .map(name -> protocol("", name, name.equals(ROBUSTNESS) ? List.of(corruptions(plan)) : List.of()))
                    .toList();
        }

        private static Detail corruptions(Plan plan) {
            return plain("Corruptions: "
                    + plan.robustness().corruptions().stream()
                            .map(Corruption::key)
                            .collect(Collectors.joining(", "))
                    + "; where these have severities, of 1 to " + Corruption.SEVERITIES + ": "
                    + join(plan.robustness().severities().stream()
                            .map(String::valueOf)
                            .toList())
                    + ".");
        }

        /** Whether features under a head are compared with the baseline. */
        private static boolean hasBaseline(Plan plan, String head) {
            String declared = plan.design().baseline();
            List<Experiment.Feature> under = plan.features().stream()
                    .filter(feature -> feature.isUnder(head))
                    .toList();
            return under.size() > 1
                    && (declared == null
                            || under.stream().anyMatch(feature -> feature.name().equals(declared)));
        }

        private Part protocol(String name, String of, List<Detail> details) {
            MethodTexts.Text text = texts.protocol(of);
            return new Part(name, text.text(), text.equation(), cite(text), details, List.of());
        }

        private Detail detail(String of) {
            MethodTexts.Text text = texts.protocol(of);
            return new Detail(text.text(), text.equation(), cite(text), "");
        }

        private String cite(MethodTexts.Text text) {
            Set<Bibliography.Paper> papers =
                    text.papers().stream().map(bibliography::get).collect(Collectors.toSet());
            papers.forEach(paper -> cited.put(paper.key(), paper));
            return Bibliography.citations(papers);
        }
    }
}
