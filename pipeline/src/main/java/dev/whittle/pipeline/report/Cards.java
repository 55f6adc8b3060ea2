package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Inspected;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.method.DataFacts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A model card (Mitchell et al., "Model cards for model reporting", FAT* 2019) and a datasheet (Gebru et al.,
 * "Datasheets for datasets", Communications of the ACM 64, 2021) as Markdown. They hold the facts that are known. What
 * only the user can know is left to be filled in, and says so.
 */
final class Cards {
    private static final String FILL_IN = "*To be filled in: ";

    private Cards() {}

    /** Of the cell that is the best on the validation images, or without these on the test images. */
    static String model(ComparisonResult comparison, Summary summary) {
        Plan plan = comparison.plan();
        Summary.Cell of = summary.chosen() == null ? summary.best() : summary.chosen();
        CellResult cell = comparison.cell(of.feature(), of.head());
        CellRun first = cell.runs().get(0);
        StringBuilder text = new StringBuilder("# Model card: ");
        text.append(escape(of.feature() + " × " + of.head()))
                .append("\n\nOf the comparison ")
                .append(escape(plan.name()))
                .append(", the cell with the highest accuracy on the ")
                .append(summary.chosen() == null ? "test" : "validation")
                .append(" images.\n\n## Model\n\n");
        item(text, "Feature", escape(of.feature()) + ", " + cell.length() + " values");
        item(text, "Head", escape(of.head()));
        item(text, "Settings", "in `result.json`, and in the method section of `report.md`");
        item(
                text,
                "File",
                first.files().containsKey("model.npz")
                        ? "`" + first.folder() + "/model.npz`, of " + first.of().text()
                        : "none was kept");
        item(text, "Program", escape(comparison.timing().program().text()));
        text.append("\n## Intended use\n\n")
                .append(FILL_IN)
                .append("what the model is for, for whom, and what it must not be used for.*\n\n## Training data\n\n");
        text.append("See `datasheet.md`.\n\n## Accuracy on the test images\n\n");
        item(
                text,
                "Accuracy",
                of.text() + " %"
                        + (of.sd() == null
                                ? ""
                                : ", mean ± sample deviation over the " + Repeats.word(comparison.plan())));
        item(text, "Balanced accuracy", String.format(Locale.ROOT, "%.1f %%", of.balanced()));
        item(text, "Always the most frequent class", String.format(Locale.ROOT, "%.1f %%", summary.chance()));
        text.append("\n| class | test images | recognised, % | right among those predicted as it, % |\n");
        text.append("| :--- | ---: | ---: | ---: |\n");
        ConfusionMatrix m = cell.testConfusion();
        List<String> classes = plan.classes();
        for (int c = 0; c < classes.size(); c++) {
            long predicted = 0;
            for (int t = 0; t < classes.size(); t++) {
                predicted += m.count(t, c);
            }
            text.append("| ")
                    .append(escape(classes.get(c)))
                    .append(" | ")
                    .append(m.total(c))
                    .append(" | ")
                    .append(percent(m.count(c, c), m.total(c)))
                    .append(" | ")
                    .append(percent(m.count(c, c), predicted))
                    .append(" |\n");
        }
        if (cell.runs().size() > 1) {
            text.append("\nCounts are sums over the " + Repeats.word(comparison.plan()) + ".\n");
        }
        text.append("\n## Ethical considerations\n\n")
                .append(FILL_IN)
                .append("who may be harmed by wrong predictions, and how.*\n\n## Limits\n\n");
        Checklist.of(comparison, summary)
                .limits()
                .forEach(limit -> text.append("- ").append(escape(limit)).append('\n'));
        return text.toString();
    }

    private static String percent(long part, long all) {
        return all == 0 ? "–" : String.format(Locale.ROOT, "%.1f", 100.0 * part / all);
    }

    /** Of the images of the comparison. */
    static String data(ComparisonResult comparison) throws IOException {
        Plan plan = comparison.plan();
        Result.Data data = comparison.result().data().get(0);
        DataFacts facts = DataFacts.of(plan);
        StringBuilder text = new StringBuilder("# Datasheet: " + escape(plan.shownName()) + "\n\n");
        text.append(facts.text().isEmpty() ? "Images that a program gave." : escape(facts.text()))
                .append("\n\n## Motivation\n\n")
                .append(FILL_IN)
                .append("why the images were collected, by whom, and who paid for it.*\n\n## Composition\n\n");
        Dataset train = plan.data(0).train();
        Dataset test = plan.data(0).test();
        Planar<GrayU8> image = train.image(0);
        item(
                text,
                "Size",
                data.size() != null
                        ? data.size().width() + "×" + data.size().height() + " pixels, to which every image was scaled"
                        : "the first training image has " + image.width + "×" + image.height + " pixels");
        item(text, "Bands", image.getNumBands() + " in the first training image");
        item(text, "SHA-256 of the training images", "`" + data.train().sha256() + "`");
        item(text, "SHA-256 of the test images", "`" + data.test().sha256() + "`");
        text.append("\n| class | ")
                .append(plan.validation() == 0 ? "training" : "training and validation")
                .append(" | test |\n| :--- | ---: | ---: |\n");
        int[] ofTrain = count(train);
        int[] ofTest = count(test);
        for (int c = 0; c < ofTrain.length; c++) {
            row(text, escape(data.classes().get(c)), ofTrain[c], ofTest[c]);
        }
        row(text, "**all**", train.size(), test.size());
        text.append(
                plan.isRedivided() ? "\nOf the " + Repeats.first(plan) + "; each seed divides the images anew.\n" : "");
        List<String> notes = Inspected.warnings(
                comparison.result().data().stream().map(Result.Data::warnings).toList(), plan.runsOfCell());
        text.append("\nErrors and repetitions: ")
                .append(notes.isEmpty() ? "no equal images between training and test." : "")
                .append(escape(String.join("; ", notes)))
                .append("\n\n## Collection\n\n");
        item(
                text,
                "Origin",
                facts.origin().isEmpty() ? FILL_IN + "not known to the program.*" : escape(facts.origin()));
        item(text, "People in the images, and their consent", FILL_IN + "not known to the program.*");
        text.append("\n## Preparation\n\n");
        item(
                text,
                "Steps for all images",
                data.imageSteps().isEmpty() ? "none" : escape(data.imageSteps().toString()));
        int leftOut = data.train().leftOut().size() + data.test().leftOut().size();
        item(text, "Files left out", leftOut == 0 ? "none" : leftOut + ", listed in `left-out.csv`");
        item(text, "Use of each image", "in `images.csv`");
        text.append("\n## Use and distribution\n\n");
        item(
                text,
                "Licence",
                facts.licence().isEmpty() ? FILL_IN + "not known to the program.*" : escape(facts.licence()));
        item(text, "Suitable and unsuitable uses", FILL_IN + "only the user can say.*");
        item(text, "Maintenance", FILL_IN + "who keeps the images, and how errors are reported.*");
        return text.toString();
    }

    private static int[] count(Dataset images) {
        int[] count = new int[images.classes().size()];
        for (int label : images.labels()) {
            count[label]++;
        }
        return count;
    }

    private static void row(StringBuilder text, String name, int train, int test) {
        text.append(String.format(Locale.ROOT, "| %s | %,d | %,d |\n", name, train, test));
    }

    private static void item(StringBuilder text, String name, String value) {
        text.append("- ").append(name).append(": ").append(value).append('\n');
    }

    private static String escape(String text) {
        return Markdown.escape(text);
    }
}
