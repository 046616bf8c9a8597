import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/** Validates the files named on standard input, tabs between those of one pass, against the schema named as argument; prints milliseconds of processor time and by the clock. */
public class Validate {
    public static void main(String[] args) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(args[0]));
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String files = in.readLine(); files != null; files = in.readLine()) {
            long used = system.getProcessCpuTime();
            long began = System.nanoTime();
            for (String file : files.split("\t")) schema.newValidator().validate(new StreamSource(new File(file)));
            System.out.println((system.getProcessCpuTime() - used) / 1e6 + " " + (System.nanoTime() - began) / 1e6);
        }
    }
}
