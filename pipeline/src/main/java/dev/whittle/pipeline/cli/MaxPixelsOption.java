package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.ImageNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --max-pixels}: how many pixels an image may have. */
public final class MaxPixelsOption {
    static final String NAME = "--max-pixels";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private long most = ImageFile.MAX_PIXELS;

    @Option(
            names = NAME,
            paramLabel = "N",
            description = "Refuse images of more pixels: a small file can claim to be very large. Default: "
                    + ImageFile.MAX_PIXELS + ", at most " + ImageFile.MOST_PIXELS + ".")
    void set(long pixels) {
        if (pixels < 1 || pixels > ImageFile.MOST_PIXELS) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    NAME + " is " + pixels + ", expected a number from 1 to " + ImageFile.MOST_PIXELS);
        }
        most = pixels;
    }

    /** The number that was given, or the default. */
    public long most() {
        return most;
    }

    /** Reads an image file, and refuses one of too many pixels. */
    Planar<GrayU8> read(Path file, Consumer<ImageNote> notes) throws IOException {
        return ImageFile.read(ImageFile.bytes(file), file.toString(), most, notes);
    }
}
