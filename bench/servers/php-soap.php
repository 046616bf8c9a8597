<?php
// PHP's SoapServer from our WSDL, as its manual shows it: reads a message into objects and confirms it. It does not validate,
// and keeps nothing.
class Leerresultaten
{
    public function BrengLeerresultaten($verzoek)
    {
        return new stdClass();
    }
}

$server = new SoapServer(getenv('BENCH_WSDL'), ['cache_wsdl' => WSDL_CACHE_BOTH]);
$server->setClass('Leerresultaten');
$server->handle();
