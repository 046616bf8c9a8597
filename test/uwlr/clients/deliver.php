<?php
// Delivers results as a PHP application would. Arguments: WSDL, endpoint. Standard input: a JSON list of deliveries.
[, $wsdl, $endpoint] = $argv;
$client = new SoapClient($wsdl, ['location' => $endpoint, 'cache_wsdl' => WSDL_CACHE_NONE]);
$outcomes = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $delivery) {
    $namespace = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
    $client->__setSoapHeaders(new SoapHeader($namespace, 'autorisatie', $delivery['autorisatie']));
    try {
        $client->BrengLeerresultaten($delivery['verzoek']);
        $outcomes[] = 'confirmed';
    } catch (SoapFault $fault) {
        $outcomes[] = $fault->faultcode;
    }
}
echo json_encode(['functions' => $client->__getFunctions(), 'outcomes' => $outcomes]);
