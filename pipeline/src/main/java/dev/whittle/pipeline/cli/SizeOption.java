package dev.whittle.pipeline.cli;

import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --scale} and {@code --fit}: the size that all images are given. */
public final class SizeOption {
    private static final int MOST_SIDE = 16384;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--scale",
            paramLabel = "SIZE",
            description =
                    "Give all images one size in pixels, such as 128 or 128x96. A model of scaled images has one.")
    private String scale;

    @Option(
            names = "--fit",
            paramLabel = "pad|crop|stretch",
            defaultValue = "pad",
            description = "How images get the size: whole and mirrored at the border, cut out of the middle, or with"
                    + " other proportions. Default: ${DEFAULT-VALUE}.")
    private Fit fit;

    public boolean isGiven() {
        return scale != null;
    }

    public Preparation preparation() {
        if (scale == null) {
            if (command.commandLine().getParseResult().hasMatchedOption("--fit")) {
                throw new CommandLine.ParameterException(
                        command.commandLine(), "--fit has no effect without --scale, such as --scale 128");
            }
            return Preparation.NONE;
        }
        Matcher size =
                Pattern.compile("([1-9][0-9]{0,4})(?:x([1-9][0-9]{0,4}))?").matcher(scale);
        if (!size.matches()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--scale is " + scale + ", expected a size such as 128 or 128x96");
        }
        int width = Integer.parseInt(size.group(1));
        int height = size.group(2) == null ? width : Integer.parseInt(size.group(2));
        if (width > MOST_SIDE || height > MOST_SIDE) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--scale is " + scale + ", expected at most " + MOST_SIDE + " pixels a side");
        }
        return Preparation.NONE.withSize(width, height, fit);
    }
}
