<?php
// Delivers results with the options and the forms of headers that PHP applications use. Arguments: gateway, autorisatiesleutel, klantcode,
// klantnaam. Prints what came of each.
[, $gateway, $sleutel, $klantcode, $klantnaam] = $argv;
$namespace = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
$autorisatie = ['autorisatiesleutel' => $sleutel, 'klantcode' => $klantcode, 'klantnaam' => $klantnaam];
$part = fn (string $name) => new SoapVar($autorisatie[$name], XSD_STRING, null, null, $name, $namespace);
$plain = new SoapHeader($namespace, 'autorisatie', $autorisatie);

$options = [
    'gzip' => ['compression' => SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_GZIP | 5],
    'deflate' => ['compression' => SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_DEFLATE | 5],
    'without keep-alive' => ['keep_alive' => false],
    'texts in ISO-8859-1' => ['encoding' => 'ISO-8859-1'],
    'features' => ['features' => SOAP_USE_XSI_ARRAY_TYPE | SOAP_SINGLE_ELEMENT_ARRAYS],
];
$headers = [
    'an object' => new SoapHeader($namespace, 'autorisatie', (object) $autorisatie),
    'mustUnderstand' => new SoapHeader($namespace, 'autorisatie', $autorisatie, true),
    'actor next' => new SoapHeader($namespace, 'autorisatie', $autorisatie, true, SOAP_ACTOR_NEXT),
    'parts' => new SoapHeader($namespace, 'autorisatie', new SoapVar(array_map($part, array_keys($autorisatie)), SOAP_ENC_OBJECT)),
];
$number = 0;

function deliver(string $how, SoapHeader $header, array $options): void
{
    global $gateway, $number;
    $number += 1;
    $client = new SoapClient("$gateway/soap/leerresultaten?wsdl", $options + ['cache_wsdl' => WSDL_CACHE_NONE]);
    $client->__setSoapHeaders($header);
    try {
        $client->BrengLeerresultaten([
            'school' => ['schooljaar' => '2025-2026', 'brincode' => '99XX', 'aanmaakdatum' => date('c'), 'xsdversie' => '2.2'],
            'toetsafnames' => ['toetsafname' => [[
                'leerlingid' => 'L-1',
                'resultaten' => ['resultaat' => [['key' => "php-$number", 'afnamedatum' => '2026-01-14', 'toetscode' => 'T1', 'score' => 7]]],
            ]]],
            'toetsen' => ['toets' => [['toetscode' => ['_' => 'T1']]]],
        ]);
        echo "$how\tbevestigd\n";
    } catch (SoapFault $fault) {
        echo "$how\t$fault->faultstring\n";
    }
}

foreach ($options as $how => $option) {
    deliver($how, $plain, $option);
}
foreach ($headers as $how => $header) {
    deliver($how, $header, []);
}
