import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Prints what ImageFile makes of each file that a list names: its size, bands and a hash of its samples, or "refused"
 * and the reason. Run by jpeg_matrix.py and jpeg_mutants.py as a source file.
 */
public class JpegHashes {
    public static void main(String[] args) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (String file : Files.readAllLines(Path.of(args[0]))) {
            String found;
            try {
                var image = ImageFile.read(Path.of(file));
                MessageDigest hash = MessageDigest.getInstance("SHA-256");
                for (int b = 0; b < image.getNumBands(); b++) {
                    hash.update(image.getBand(b).data);
                }
                found = image.width + "\t" + image.height + "\t" + image.getNumBands() + "\t"
                        + HexFormat.of().formatHex(hash.digest()).substring(0, 16);
            } catch (IOException e) {
                found = "refused\t" + e.getMessage().substring(file.length());
            }
            lines.append(file).append('\t').append(found).append('\n');
        }
        System.out.print(lines);
    }
}
