package dev.whittle.pipeline.cli;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.KeyText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Lists types with their keys, as experiments have them. */
abstract class TypesCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Command(
            name = "features",
            mixinStandardHelpOptions = true,
            description =
                    "Lists features, image steps, parts of features and transforms, with their keys and defaults.")
    static final class Features extends TypesCommand {
        @Override
        void print(PrintWriter out) {
            list(out, "Features", Dataset.class, FeatureExtractor.class);
            out.println();
            list(out, "Image steps, for the key images of any feature", Dataset.class, ImageStep.class);
            out.println();
            list(out, "Palettes, for the step quantize and the feature color-histogram", Dataset.class, Palette.class);
            out.println();
            list(out, "Local descriptors, for the feature encoding", Dataset.class, LocalDescriptors.class);
            out.println();
            list(out, "Encoders, for the feature encoding", Rows.class, Encoder.class);
            out.println();
            list(out, "Dictionaries, for triangle, soft-threshold and two-sided-rectifier", Rows.class, Codebook.class);
            out.println();
            list(out, "Transforms", Rows.class, Transform.class);
        }
    }

    @Command(
            name = "heads",
            mixinStandardHelpOptions = true,
            description = "Lists the heads for experiments, with their keys and defaults.")
    static final class Heads extends TypesCommand {
        @Override
        void print(PrintWriter out) {
            list(out, "Heads", Samples.class, Classifier.class);
        }
    }

    abstract void print(PrintWriter out);

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        print(out);
        out.flush();
        return 0;
    }

    private static void list(PrintWriter out, String title, Class<?> data, Class<?> fitted) {
        out.println(title + ":");
        for (SpecType<?, ?> type : Specs.installed().types()) {
            if (type.fits(data, fitted)) {
                out.println();
                String source = type.source().isEmpty() ? "" : " (" + type.source() + ")";
                out.println("  # " + type.summary() + source);
                out.println("  type: " + type.name());
                keys(out, "  ", KeyText.of(type.schema()));
            }
        }
    }

    private static void keys(PrintWriter out, String indent, List<KeyText> keys) {
        for (KeyText key : keys) {
            String value = key.within().isEmpty() ? key.value() : "";
            String note = key.value().isEmpty() ? "must be given" : key.choices();
            out.println(indent + key.name() + ":" + (value.isEmpty() ? "" : " " + value)
                    + (note.isEmpty() ? "" : " # " + note));
            keys(out, indent + "  ", key.within());
        }
    }
}
